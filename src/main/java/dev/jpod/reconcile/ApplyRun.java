package dev.jpod.reconcile;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.model.OnFailure;
import dev.jpod.observed.ObservedHost;
import dev.jpod.plan.HookSteps;
import dev.jpod.plan.Plan;
import dev.jpod.reconcile.Outcome.FailedStep;
import dev.jpod.reconcile.RevisionWriter.End;
import dev.jpod.reconcile.RevisionWriter.Run;
import dev.jpod.reconcile.Room.Wanted;
import dev.jpod.reconcile.StackExecution.Around;
import dev.jpod.store.Attempt.Result;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One apply of a proposal, whose stack is locked. */
final class ApplyRun {
  private final Room room;
  private final StackStore store;
  private final Proposal proposal;
  private final RunOptions options;
  private final ApplyListener listener;
  private final Drain drain;
  private final RunJournal journal;
  private final RevisionWriter revisions;
  private final Supplier<byte[]> key;
  private final SecretMemory memory;
  private final @Nullable PlanCheck check;

  /**
   * @param saved the plan that is to be done and no other; null for whatever is to be done now
   */
  ApplyRun(
      Room room,
      StackStore store,
      Proposal proposal,
      @Nullable SavedPlan saved,
      RunOptions options,
      ApplyListener listener,
      Drain drain) {
    this.room = room;
    this.store = store;
    this.proposal = proposal;
    this.options = options;
    this.listener = listener;
    this.drain = drain;
    this.journal = new RunJournal(store, room.clock());
    this.revisions = new RevisionWriter(room, store);
    this.key = room.key()::readOrCreate;
    Fingerprints fingerprints = new Fingerprints(key);
    this.memory = new SecretMemory(fingerprints);
    this.check = saved == null ? null : new PlanCheck(saved, fingerprints);
  }

  Outcome toEnd() {
    Instant began = room.clock().instant();
    if (check != null) {
      check.refuseOtherStack(store);
    }
    Wanted wanted = room.wanted(proposal, key, memory);
    ObservedHost host = room.recovered(journal);
    Plan plan = plan(wanted, host);
    if (check != null) {
      JpodException objection = objection(check, plan, host);
      if (objection != null) {
        return new Outcome.Stale(plan, Execution.ofNothing(plan).recap(), objection, plan);
      }
    }
    Room.refuseWhatIsBlocked(plan, proposal.origins());
    options.guards().refuseTooManyRemovals(plan);
    room.expect(plan);
    listener.planned(plan);
    options.guards().requireConfirmation(plan);
    Run run = new Run(proposal, wanted, plan, options.author(), began);
    if (plan.isEmpty()) {
      revisions.settle(run, host.containers());
      return new Outcome.Unchanged(plan, Execution.ofNothing(plan).recap());
    }
    Execution execution = executions().execute(plan, onFailure(), around(plan));
    if (!execution.isComplete()) {
      return broken(run, execution);
    }
    if (plan.changesNothing()) {
      revisions.settle(run, host.containers());
      return new Outcome.Unchanged(plan, execution.recap());
    }
    long serial = revisions.commit(run, room.engine().observer().observeContainers());
    return new Outcome.Done(plan, execution.recap(), serial);
  }

  private Plan plan(Wanted wanted, ObservedHost host) {
    return HookSteps.around(
        room.plan(
            wanted.desired(),
            host,
            options.runtime(),
            options.patience(),
            proposal.subset(),
            proposal.unowned()),
        proposal.hooks());
  }

  private @Nullable JpodException objection(PlanCheck planCheck, Plan plan, ObservedHost host) {
    return planCheck.objection(
        plan, proposal.origins(), store, new HostState(host, new Fingerprints(key)));
  }

  private Around around(Plan plan) {
    Around remembering = StackExecution.remembering(plan, memory, room);
    if (check == null) {
      return remembering;
    }
    Around checked = check.beforeEach(plan, room.engine().observer());
    return steps -> checked.of(remembering.of(steps));
  }

  private StackExecution executions() {
    StackRevision current = store.current();
    HostHooks hooks =
        HostHooks.of(
            proposal.stack(),
            current == null ? 1 : current.serial() + 1,
            room.reader().environment());
    return new StackExecution(room, hooks, options, journal, listener, drain);
  }

  private OnFailure onFailure() {
    return options.onFailure() == null
        ? proposal.stack().revisions().onFailure()
        : options.onFailure();
  }

  private Outcome broken(Run run, Execution execution) {
    Plan plan = execution.plan();
    if (execution.failures().isEmpty()) {
      if (execution.hasTouched()) {
        record(run, new End(Result.INTERRUPTED, null, null));
      }
      return new Outcome.Interrupted(plan, execution.recap());
    }
    for (FailedStep failed : execution.failures()) {
      if (failed.reason().failure() == Failure.STALE) {
        return stale(run, execution, failed);
      }
    }
    StackRevision good = store.current();
    boolean goesBack =
        onFailure() == OnFailure.ROLLBACK
            && good != null
            && execution.hasTouched()
            && plan.wantsSomethingElse()
            && !drain.isAsked();
    if (good == null || !goesBack) {
      record(run, new End(Result.FAILED, error(execution), null));
      return new Outcome.Failed(
          plan,
          execution.recap(),
          execution.failures(),
          Aftermath.of(execution, room.engine().observer().observe().pods()));
    }
    listener.rollingBack(execution.failures(), good.serial());
    RollBack rollBack = new RollBack(room, store, executions(), revisions, memory);
    RollBack.End end = rollBack.to(good, folder(), proposal.unowned(), execution);
    boolean restored = end.isRestored();
    record(
        run,
        new End(
            restored ? Result.ROLLED_BACK : Result.ROLLBACK_FAILED,
            error(execution),
            restored ? good.serial() : null));
    return end.outcome(execution, good.serial());
  }

  /** Somebody else has a hand in it: nothing is taken back that might be theirs. */
  private Outcome stale(Run run, Execution execution, FailedStep failed) {
    if (execution.hasTouched()) {
      record(run, new End(Result.FAILED, error(execution), null));
    }
    Plan now = plan(run.wanted(), room.recovered(journal));
    JpodException reason =
        new JpodException(
            Failure.STALE,
            "before the step " + failed.step().id() + ": " + failed.reason().getMessage(),
            failed.reason().hint(),
            failed.reason());
    return new Outcome.Stale(execution.plan(), execution.recap(), reason, now);
  }

  private String folder() {
    return proposal.sources().isEmpty() ? "/" : proposal.sources().getFirst().folder();
  }

  private static @Nullable String error(Execution execution) {
    for (FailedStep failed : execution.failures()) {
      return String.valueOf(failed.reason().getMessage()).lines().findFirst().orElse("");
    }
    return null;
  }

  /** That the history could not be written must not hide what went wrong before. */
  private void record(Run run, End end) {
    try {
      revisions.record(run, end, room.engine().observer().observeContainers());
    } catch (JpodException e) {
      listener.warned("the history could not be written: " + e.getMessage());
    }
  }
}
