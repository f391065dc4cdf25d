package dev.jpod.reconcile;

import dev.jpod.diff.Change;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.Relabelling;
import dev.jpod.engine.Engine;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes what a failed run has adopted nobody's again, before a rollback is planned: what the good
 * revision does not need is to be left, not removed.
 */
final class GivingBack {
  private final Engine engine;
  private final Plan plan;
  private final Set<String> ids = new HashSet<>();

  private GivingBack(Engine engine, Plan plan) {
    this.engine = engine;
    this.plan = plan;
    for (Change change : plan.changes().changes()) {
      if (change instanceof Change.OfCurrent ofCurrent && ofCurrent.current().isAdopted()) {
        ids.add(ofCurrent.current().id());
      }
    }
    for (PodChange change : plan.changes().pods()) {
      if (change instanceof PodChange.OfCurrent ofCurrent && ofCurrent.current().isAdopted()) {
        ids.add(ofCurrent.current().id());
      }
    }
  }

  /** Gives everything back whose adoption was at least begun. */
  static void after(Execution failed, Engine engine) {
    GivingBack back = new GivingBack(engine, failed.plan());
    for (Step step : failed.plan().steps()) {
      if (failed.hasBegun(step)) {
        back.undo(step.action());
      }
    }
  }

  private void undo(Action action) {
    if (action instanceof Action.RewriteRecord rewrite && ids.contains(rewrite.id())) {
      engine.containers().disown(rewrite.id(), plan.stack());
    } else if (action instanceof Action.UpdatePod update && ids.contains(update.id())) {
      engine.pods().disown(update.id(), plan.stack());
    } else if (action instanceof Action.ReviseNetwork revise) {
      undo(revise);
    } else if (action instanceof Action.RelabelVolume relabel) {
      undo(relabel);
    }
  }

  private void undo(Action.ReviseNetwork revise) {
    for (NetworkChange change : plan.changes().networks()) {
      if (change instanceof NetworkChange.Revise adoption
          && adoption.isAdoption()
          && adoption.network().equals(revise.name())) {
        engine.networks().disown(revise.name(), plan.stack(), adoption.current().asked());
      }
    }
  }

  private void undo(Action.RelabelVolume relabel) {
    for (Relabelling change : plan.changes().relabellings()) {
      if (change.current().isAdopted() && change.volume().equals(relabel.name())) {
        engine.volumes().disown(relabel.name(), plan.stack(), change.current().labels());
      }
    }
  }
}
