package dev.jpod.cli;

import dev.jpod.plan.Action;
import java.time.Duration;

/** What the thing that a step is about goes through meanwhile, and what it is afterwards. */
final class StepPhase {
  private StepPhase() {}

  /** What a thing is once steps are done; of several, the last one here is what it is. */
  enum Ending {
    NOTHING(""),
    REMOVED("removed"),
    CREATED("created"),
    CHANGED("changed"),
    SIGNALLED("signalled"),
    PULLED("pulled"),
    STARTED("running"),
    DONE("done"),
    COMPLETED("completed"),
    HEALTHY("healthy");

    private final String word;

    Ending(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** What it is once the step is done. */
  static Ending ending(Action action) {
    return switch (action) {
      case Action.PullImage _ -> Ending.PULLED;
      case Action.CreateVolume _,
          Action.CreateNetwork _,
          Action.SetUpPod _,
          Action.CreateContainer _ ->
          Ending.CREATED;
      case Action.RemoveVolume _,
          Action.RemoveNetwork _,
          Action.RemovePod _,
          Action.RemoveContainer _,
          Action.StopContainer _,
          Action.DrainPod _ ->
          Ending.REMOVED;
      case Action.RelabelVolume _,
          Action.ReviseNetwork _,
          Action.RaisePod _,
          Action.ReleaseFromPod _,
          Action.UpdatePod _,
          Action.UpdateResources _,
          Action.RewriteFiles _,
          Action.RewriteRecord _ ->
          Ending.CHANGED;
      case Action.SignalContainer _ -> Ending.SIGNALLED;
      case Action.RunHook _ -> Ending.DONE;
      case Action.StartContainer _, Action.Unpause _, Action.TakeOver _ -> Ending.STARTED;
      case Action.AwaitCompleted _ -> Ending.COMPLETED;
      case Action.AwaitHealthy _ -> Ending.HEALTHY;
      case Action.Milestone _ -> Ending.NOTHING;
    };
  }

  /**
   * What it goes through, with the time.
   *
   * @param since how long the step has run
   */
  static String during(Action action, Duration since) {
    return switch (action) {
      case Action.AwaitHealthy await -> "starting → healthy" + atMost(since, await.deadline());
      case Action.AwaitCompleted await -> "running to its end" + atMost(since, await.deadline());
      case Action.DrainPod drain -> "draining the old one" + left(since, drain.longest());
      case Action.PullImage _ -> timed("pulling", since);
      case Action.CreateVolume _, Action.CreateNetwork _, Action.CreateContainer _ ->
          timed("creating", since);
      case Action.SetUpPod _ -> timed("setting up", since);
      case Action.RaisePod _ -> timed("raising", since);
      case Action.ReleaseFromPod _ -> timed("freeing ports", since);
      case Action.UpdatePod _, Action.ReviseNetwork _ -> timed("changing", since);
      case Action.RelabelVolume _ -> timed("relabelling", since);
      case Action.TakeOver _ -> timed("taking over", since);
      case Action.StartContainer _ -> timed("starting", since);
      case Action.StopContainer _ -> timed("stopping", since);
      case Action.RemoveVolume _,
          Action.RemoveNetwork _,
          Action.RemovePod _,
          Action.RemoveContainer _ ->
          timed("removing", since);
      case Action.UpdateResources _ -> timed("setting limits", since);
      case Action.RewriteFiles _ -> timed("rewriting files", since);
      case Action.RewriteRecord _ -> timed("rewriting its record", since);
      case Action.SignalContainer signal ->
          timed("sending " + String.join(" and ", signal.signals()), since);
      case Action.Unpause _ -> timed("unpausing", since);
      case Action.RunHook _ -> timed("running", since);
      case Action.Milestone _ -> timed("waiting", since);
    };
  }

  private static String timed(String verb, Duration since) {
    return verb + "  " + Times.seconds(since);
  }

  private static String atMost(Duration since, Duration longest) {
    return "  " + Times.seconds(since) + " of at most " + Times.exactly(longest);
  }

  private static String left(Duration since, Duration longest) {
    Duration left = longest.minus(since);
    return "  at most " + Times.seconds(left.isNegative() ? Duration.ZERO : left) + " left";
  }
}
