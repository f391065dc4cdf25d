package dev.jpod.cli;

import dev.jpod.plan.Action;
import dev.jpod.plan.Action.Standing;
import dev.jpod.plan.Step;
import java.util.Optional;

/** What a step of a plan does, in a few words. */
final class StepText {
  private StepText() {}

  /** The words; empty for a step that only others wait for. */
  static Optional<String> of(Step step) {
    return switch (step.action()) {
      case Action.PullImage pull -> Optional.of("pull image " + pull.image().reference());
      case Action.CreateVolume volume -> Optional.of("create volume " + volume.name());
      case Action.RelabelVolume volume -> Optional.of("relabel volume " + volume.name());
      case Action.RemoveVolume volume -> Optional.of("remove volume " + volume.name());
      case Action.CreateNetwork network -> Optional.of("create network " + network.name());
      case Action.ReviseNetwork network -> Optional.of("change network " + network.name());
      case Action.RemoveNetwork network -> Optional.of("remove network " + network.name());
      case Action.SetUpPod setUp -> on("set up", setUp);
      case Action.RaisePod raise -> on("raise", raise);
      case Action.ReleaseFromPod release -> on("free ports of", release);
      case Action.UpdatePod update -> on("change", update);
      case Action.TakeOver over -> on("switch over to the new", over);
      case Action.DrainPod drain -> on("drain the old", drain);
      case Action.RemovePod remove -> on("remove" + the(remove.standing()), remove);
      case Action.CreateContainer create -> on("create", create);
      case Action.StartContainer start -> on("start", start);
      case Action.StopContainer stop -> on("stop" + the(stop.standing()), stop);
      case Action.RemoveContainer remove -> on("remove" + the(remove.standing()), remove);
      case Action.UpdateResources update -> on("set limits of", update);
      case Action.RewriteFiles rewrite -> on("rewrite files of", rewrite);
      case Action.SignalContainer signal ->
          on("send " + String.join(" and ", signal.signals()) + " to", signal);
      case Action.RewriteRecord rewrite -> on("rewrite record of", rewrite);
      case Action.Unpause unpause -> on("unpause", unpause);
      case Action.AwaitHealthy await -> on("wait for the health of", await);
      case Action.AwaitCompleted await -> on("wait for the end of", await);
      case Action.RunHook run -> Optional.of("run hook " + run.hook().name());
      case Action.Milestone _ -> Optional.empty();
    };
  }

  /** What is worth knowing of a step once it is done, beyond its words; mostly nothing. */
  static String result(Step step) {
    return step.action() instanceof Action.PullImage pull
        ? "  " + pull.image().digest().abbreviated() + "  " + Sizes.text(pull.image().size())
        : "";
  }

  private static String the(Standing standing) {
    return switch (standing) {
      case ALONE -> "";
      case OLD -> " the old";
    };
  }

  private static Optional<String> on(String verb, Action.OnPod action) {
    return Optional.of(verb + " pod " + action.key().display());
  }

  private static Optional<String> on(String verb, Action.OnContainer action) {
    return Optional.of(verb + " " + action.key().display());
  }
}
