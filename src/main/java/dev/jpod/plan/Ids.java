package dev.jpod.plan;

import dev.jpod.diff.HostNames;
import dev.jpod.diff.WantedImage;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;

/** How changes and steps are called in a plan. */
final class Ids {
  private static final int SHORT = 12;

  private Ids() {}

  /** {@code container/web/0}, or {@code container/web/0/nginx}. */
  static String of(InstanceKey key) {
    String id = "container/" + key.pod() + "/" + key.replica();
    return key.container().equals(key.pod()) ? id : id + "/" + key.container();
  }

  /** {@code pod/web/0}. */
  static String of(PodKey key) {
    return "pod/" + key.pod() + "/" + key.replica();
  }

  /** {@code network/backend}, by the stack file's word for it. */
  static String ofNetwork(String stack, String hostName) {
    return "network/" + HostNames.inStackFile(stack, hostName);
  }

  /** {@code image/docker.io/library/nginx:1.27}. */
  static String ofImage(WantedImage image) {
    return "image/" + image.reference();
  }

  /** What is acted on and what is done to it; unique in a plan. */
  static String of(Action action) {
    return switch (action) {
      case Action.PullImage pull -> ofImage(pull.image()) + "/pull";
      case Action.CreateVolume create -> creationOfVolume(create.name());
      case Action.RelabelVolume relabel -> "volume/" + relabel.name() + "/record";
      case Action.RemoveVolume remove -> "volume/" + remove.name() + "/remove";
      case Action.CreateNetwork create -> creationOfNetwork(create.name());
      case Action.ReviseNetwork revise -> "network/" + revise.name() + "/revise";
      case Action.RemoveNetwork remove -> "network/" + remove.name() + "/remove";
      case Action.SetUpPod setUp -> of(setUp.key()) + "/set-up";
      case Action.RaisePod raise -> of(raise.key()) + "/raise";
      case Action.ReleaseFromPod release -> of(release.key()) + "/release";
      case Action.UpdatePod update -> of(update.key()) + "/update";
      case Action.TakeOver over -> of(over.key()) + "/take-over";
      case Action.DrainPod drain -> of(drain.key()) + "/drain/" + shortened(drain.id());
      case Action.RemovePod remove -> of(remove.key()) + "/remove/" + shortened(remove.id());
      case Action.CreateContainer create -> of(create.key()) + "/create";
      case Action.StartContainer start -> of(start.key()) + "/start";
      case Action.StopContainer stop -> of(stop.key()) + "/stop/" + shortened(stop.id());
      case Action.RemoveContainer remove -> of(remove.key()) + "/remove/" + shortened(remove.id());
      case Action.UpdateResources update -> of(update.key()) + "/update";
      case Action.RewriteFiles files -> of(files.key()) + "/files";
      case Action.SignalContainer signal -> of(signal.key()) + "/signal";
      case Action.RewriteRecord rewrite -> of(rewrite.key()) + "/record";
      case Action.Unpause unpause -> of(unpause.key()) + "/unpause";
      case Action.AwaitCompleted await -> of(await.key()) + "/completed";
      case Action.AwaitHealthy await -> of(await.key()) + "/healthy";
      case Action.RunHook run -> "hook/" + run.hook().moment().field() + "/" + run.hook().index();
      case Action.Milestone milestone -> "milestone/" + milestone.name();
    };
  }

  static String creationOfVolume(String name) {
    return "volume/" + name + "/create";
  }

  static String creationOfNetwork(String name) {
    return "network/" + name + "/create";
  }

  private static String shortened(String id) {
    return id.length() <= SHORT ? id : id.substring(0, SHORT);
  }
}
