package dev.jpod.reconcile;

import dev.jpod.engine.Drained;
import dev.jpod.engine.Pods;
import dev.jpod.plan.Action;
import dev.jpod.plan.Step;

/** Waits for the connections of old pods, and tells which of them end with these. */
record Draining(Pods pods, ApplyListener listener, Drain end) {
  void drain(Step step, Action.DrainPod drain) {
    Drained drained = pods.drain(drain.id(), drain.longest(), end::endsWaits);
    if (drained.left() > 0 && !end.endsWaits()) {
      listener.leftOpen(step, drained.left(), sentence(drain, drained.left()));
    }
  }

  private static String sentence(Action.DrainPod drain, int left) {
    return (left == 1 ? "1 connection" : left + " connections")
        + " to the old pod "
        + drain.key().display()
        + (left == 1 ? " was" : " were")
        + " still open after "
        + Waits.seconds(drain.longest())
        + (left == 1 ? " and ends" : " and end")
        + " with it; 'update.drain' gives more time";
  }
}
