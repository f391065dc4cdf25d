package dev.jpod.reconcile;

import dev.jpod.diff.Unowned;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.OnFailure;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.plan.Plan;
import dev.jpod.reconcile.Outcome.FailedStep;
import dev.jpod.reconcile.Outcome.Restoration;
import dev.jpod.reconcile.Past.SecretRule;
import dev.jpod.reconcile.Room.Wanted;
import dev.jpod.reconcile.StackExecution.Around;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the last good revision back after an apply has failed: one attempt, by the same plans and
 * steps as ever, from the host as the failure left it.
 */
record RollBack(
    Room room,
    StackStore store,
    StackExecution executions,
    RevisionWriter revisions,
    SecretMemory memory) {

  /**
   * How it ended.
   *
   * @param execution null when no plan could be made or nothing may be done
   * @param reason why there was none
   */
  record End(@Nullable Execution execution, @Nullable JpodException reason) {
    boolean isRestored() {
      return execution != null && execution.isComplete();
    }

    /** The outcome of the run that failed. */
    Outcome outcome(Execution failed, long serial) {
      Plan plan = failed.plan();
      if (execution != null && execution.isComplete()) {
        return new Outcome.RolledBack(
            plan,
            failed.recap(),
            failed.failures(),
            new Restoration(serial, execution.plan(), execution.recap(), NotUndone.of(failed)));
      }
      List<FailedStep> failures = execution == null ? List.of() : execution.failures();
      return new Outcome.RollbackFailed(
          plan, failed.recap(), failed.failures(), serial, failures, reason);
    }
  }

  /**
   * Goes back to a revision.
   *
   * @param folder what relative paths start from in the texts of an earlier jpod
   * @param unowned as in the run that failed
   * @param failed what it did
   */
  End to(StackRevision good, String folder, Unowned unowned, Execution failed) {
    try {
      if (unowned == Unowned.ADOPTED) {
        GivingBack.after(failed, room.engine());
      }
      Proposal before = RevisionProposal.of(good, store, SecretRule.THEN, folder).with(unowned);
      rememberWhatIsThere(good.stack());
      Wanted wanted = room.wanted(before, room.key()::readOrCreate, memory);
      Plan plan =
          room.plan(
              wanted.desired(),
              room.recovered(executions.journal()),
              executions.options().runtime(),
              executions.options().patience(),
              null,
              before.unowned());
      Room.refuseWhatIsBlocked(plan, before.origins());
      wanted.lookUp().secrets().refuseUnavailable(plan);
      executions.listener().planned(plan);
      Execution execution = executions.execute(plan, OnFailure.STOP, Around.NOTHING);
      if (execution.isComplete()) {
        revisions.renew(
            good, room.engine().observer().observeContainers(), before.stack().revisions().keep());
      }
      return new End(execution, null);
    } catch (JpodException e) {
      return new End(null, e);
    }
  }

  /**
   * What was stopped and not removed is to be started again, for which its secrets are written
   * anew.
   */
  private void rememberWhatIsThere(String stack) {
    for (ObservedContainer container : room.engine().observer().observeContainers()) {
      InstanceKey owner = container.owner();
      if (owner != null && owner.stack().equals(stack)) {
        memory.remember(container, room.engine().containers());
      }
    }
  }
}
