package dev.jpod.reconcile;

import dev.jpod.model.InstanceKey;
import dev.jpod.plan.Action;
import dev.jpod.plan.Action.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * What actions touch that was there when the plan was made, or has to be free: {@code
 * container/ID}, {@code pod/ID}, {@code network/NAME}, {@code volume/NAME}, and {@code place/NAME}
 * of what is yet to be made.
 */
final class Subjects {
  private Subjects() {}

  /** Those of an action; none for one that changes nothing of the kind. */
  static List<String> of(Action action) {
    return switch (action) {
      case Action.CreateVolume create -> List.of("volume/" + create.name());
      case Action.RelabelVolume relabel -> List.of("volume/" + relabel.name());
      case Action.RemoveVolume remove -> List.of("volume/" + remove.name());
      case Action.CreateNetwork create -> List.of("network/" + create.name());
      case Action.ReviseNetwork revise -> List.of("network/" + revise.name());
      case Action.RemoveNetwork remove -> List.of("network/" + remove.name());
      case Action.SetUpPod setUp -> List.of("place/pod " + setUp.key().podName());
      case Action.RaisePod raise -> List.of(pod(raise.id()));
      case Action.ReleaseFromPod release -> List.of(pod(release.id()));
      case Action.UpdatePod update -> List.of(pod(update.id()));
      case Action.TakeOver takeOver -> List.of(pod(takeOver.from()));
      case Action.DrainPod drain -> List.of(pod(drain.id()));
      case Action.RemovePod remove -> List.of(pod(remove.id()));
      case Action.CreateContainer create -> ofCreation(create);
      case Action.StartContainer start -> of(start.target());
      case Action.StopContainer stop -> List.of(container(stop.id()));
      case Action.RemoveContainer remove -> List.of(container(remove.id()));
      case Action.UpdateResources update -> List.of(container(update.id()));
      case Action.RewriteFiles rewrite -> List.of(container(rewrite.id()));
      case Action.SignalContainer signal -> List.of(container(signal.id()));
      case Action.RewriteRecord rewrite -> List.of(container(rewrite.id()));
      case Action.Unpause unpause -> List.of(container(unpause.id()));
      case Action.PullImage _,
          Action.AwaitCompleted _,
          Action.AwaitHealthy _,
          Action.RunHook _,
          Action.Milestone _ ->
          List.of();
    };
  }

  private static List<String> ofCreation(Action.CreateContainer create) {
    List<String> subjects = new ArrayList<>(2);
    subjects.add(place(create.key()));
    if (create.pod() instanceof Target.Existing existing) {
      subjects.add(pod(existing.id()));
    }
    return subjects;
  }

  private static List<String> of(Target target) {
    return target instanceof Target.Existing existing
        ? List.of(container(existing.id()))
        : List.of();
  }

  static String container(String id) {
    return "container/" + id;
  }

  static String pod(String id) {
    return "pod/" + id;
  }

  static String place(InstanceKey key) {
    return "place/" + key.containerName();
  }
}
