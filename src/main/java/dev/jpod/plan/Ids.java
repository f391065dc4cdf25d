package dev.jpod.plan;

import dev.jpod.model.InstanceKey;

/** How changes and steps are called in a plan. */
final class Ids {
  private static final int SHORT = 12;

  private Ids() {}

  /** {@code container/web/0}, or {@code container/web/0/nginx}. */
  static String of(InstanceKey key) {
    String id = "container/" + key.pod() + "/" + key.replica();
    return key.container().equals(key.pod()) ? id : id + "/" + key.container();
  }

  /** What is acted on and what is done to it; unique in a plan. */
  static String of(Action action) {
    return switch (action) {
      case Action.CreateVolume create -> creationOfVolume(create.name());
      case Action.RelabelVolume relabel -> "volume/" + relabel.name() + "/record";
      case Action.RemoveVolume remove -> "volume/" + remove.name() + "/remove";
      case Action.CreateContainer create -> of(create.key()) + "/create";
      case Action.StartContainer start -> of(start.key()) + "/start";
      case Action.StopContainer stop -> of(stop.key()) + "/stop/" + shortened(stop.id());
      case Action.RemoveContainer remove -> of(remove.key()) + "/remove/" + shortened(remove.id());
      case Action.UpdateResources update -> of(update.key()) + "/update";
      case Action.RewriteFiles files -> of(files.key()) + "/files";
      case Action.RewriteRecord rewrite -> of(rewrite.key()) + "/record";
      case Action.Unpause unpause -> of(unpause.key()) + "/unpause";
      case Action.AwaitCompleted await -> of(await.key()) + "/completed";
      case Action.Milestone milestone -> "milestone/" + milestone.name();
    };
  }

  static String creationOfVolume(String name) {
    return "volume/" + name + "/create";
  }

  private static String shortened(String id) {
    return id.length() <= SHORT ? id : id.substring(0, SHORT);
  }
}
