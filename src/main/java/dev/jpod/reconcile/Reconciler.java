package dev.jpod.reconcile;

import dev.jpod.diff.Desired;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.WantedImage;
import dev.jpod.engine.Engine;
import dev.jpod.image.ImageStore;
import dev.jpod.model.JpodException;
import dev.jpod.model.OnFailure;
import dev.jpod.observed.ObservedHost;
import dev.jpod.plan.HookSteps;
import dev.jpod.plan.Patience;
import dev.jpod.plan.Plan;
import dev.jpod.plan.PlanJson;
import dev.jpod.plan.Planner;
import dev.jpod.plan.VolumeFate;
import dev.jpod.reconcile.ImageLookUp.Scope;
import dev.jpod.reconcile.Room.Wanted;
import dev.jpod.reconcile.StackExecution.Around;
import dev.jpod.store.StackLock;
import dev.jpod.store.StackStore;
import dev.jpod.store.StoreKey;
import dev.jpod.transfer.ImageCatalog;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings a host to what a stack file says: observe, diff, plan, execute. Runs on one stack exclude
 * each other by the stack's lock; runs on different stacks do not know of each other.
 */
public final class Reconciler {
  private final Room room;
  private final Function<String, StackStore> stacks;

  /**
   * @param images the store that the catalog brings images into
   * @param stacks gives the state of the stack of a name
   * @param reader fetches configs and secrets
   */
  public Reconciler(
      Engine engine,
      ImageStore images,
      ImageCatalog catalog,
      Function<String, StackStore> stacks,
      ContentReader reader,
      InstantSource clock) {
    this.room = new Room(engine, images, catalog, reader, new StoreKey(engine.layout()), clock);
    this.stacks = stacks;
  }

  /**
   * What an apply would do. Changes nothing and takes no lock.
   *
   * @param runtime the OCI runtime that an apply would make containers with
   * @param patience what an apply would wait for
   */
  public Plan plan(Proposal proposal, String runtime, Patience patience) {
    Supplier<byte[]> key = room::existingOrRandomKey;
    Desired desired = room.wanted(proposal, key, new SecretMemory(new Fingerprints(key))).desired();
    return HookSteps.around(
        room.plan(
            desired,
            room.engine().observer().observe(),
            runtime,
            patience,
            proposal.subset(),
            proposal.unowned()),
        proposal.hooks());
  }

  /**
   * Makes the host what the proposal says, as far as it comes. Safe to run again after whatever end
   * the last run had. What fails is rolled back where that is asked for and there is something to
   * go back to.
   *
   * @throws JpodException when nothing was touched: the stack is locked, something that it refers
   *     to is missing, or a guard refuses
   */
  public Outcome apply(Proposal proposal, RunOptions options, ApplyListener listener, Drain drain) {
    StackStore store = stacks.apply(proposal.stack().name());
    try (StackLock _ = store.lock(options.lockTimeout())) {
      return new ApplyRun(room, store, proposal, null, options, listener, drain).toEnd();
    }
  }

  /**
   * A plan to be done later, as the content of a file. Changes nothing but that the store gets a
   * key when it has none.
   *
   * @throws JpodException also when the plan is blocked
   */
  public Preview preview(Proposal proposal, String runtime, Patience patience) {
    Supplier<byte[]> key = room.key()::readOrCreate;
    Fingerprints fingerprints = new Fingerprints(key);
    Wanted wanted = room.wanted(proposal, key, new SecretMemory(fingerprints));
    ObservedHost host = room.engine().observer().observe();
    Plan plan =
        HookSteps.around(
            room.plan(
                wanted.desired(), host, runtime, patience, proposal.subset(), proposal.unowned()),
            proposal.hooks());
    Room.refuseWhatIsBlocked(plan, proposal.origins());
    SortedSet<String> subjects = new TreeSet<>();
    plan.steps().forEach(step -> subjects.addAll(Subjects.of(step.action())));
    SavedPlan saved =
        new SavedPlan(
            room.clock().instant(),
            PlanJson.of(
                plan, proposal.origins(), StackBasis.of(stacks.apply(proposal.stack().name()))),
            runtime,
            patience,
            proposal.subset(),
            proposal.unowned(),
            proposal.origin(),
            proposal.sources(),
            proposal.variables(),
            RevisionWriter.images(plan),
            proposal.lockText(plan.changes().images()),
            wanted.lookUp().open().kept(),
            wanted.lookUp().secrets().fingerprints(),
            new HostState(host, fingerprints).of(subjects));
    return new Preview(plan, new SavedPlanFile(fingerprints).write(saved));
  }

  /** A plan, and the content of the file that has it. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  public record Preview(Plan plan, byte[] file) {}

  /**
   * Reads the file of a saved plan.
   *
   * @param name as messages call the file
   * @throws JpodException of kind USAGE when it is no saved plan, of kind REFUSED when it is one
   *     that is not to be done here
   */
  public SavedPlan saved(String name, byte[] file) {
    return new SavedPlanFile(new Fingerprints(room::existingOrRandomKey)).read(name, file);
  }

  /**
   * Does exactly what a saved plan says, or says what is different now. Every action is preceded by
   * a look at what it touches.
   *
   * @throws JpodException when nothing was touched, as for {@link #apply(Proposal, RunOptions,
   *     ApplyListener, Drain)}
   */
  public Outcome apply(SavedPlan saved, RunOptions options, ApplyListener listener, Drain drain) {
    StackStore store = stacks.apply(saved.stack());
    try (StackLock _ = store.lock(options.lockTimeout())) {
      return new ApplyRun(
              room,
              store,
              saved.proposal(),
              saved,
              options.with(saved.runtime(), saved.patience()),
              listener,
              drain)
          .toEnd();
    }
  }

  /**
   * What every image reference of a stack means, sorted by reference. Brings nothing in.
   *
   * @throws JpodException for the first that cannot be had
   */
  public List<WantedImage> images(Proposal proposal) {
    SortedMap<String, WantedImage> sorted = new TreeMap<>();
    new ImageLookUp(proposal, room.catalog(), Scope.WHOLE_STACK)
        .all()
        .forEach((reference, image) -> sorted.put(reference.toString(), image));
    return List.copyOf(sorted.values());
  }

  /** What a destroy would do. Changes nothing and takes no lock. */
  public Plan planDestroy(String stack, VolumeFate volumes) {
    return planDestroy(stack, volumes, room.engine().observer().observe());
  }

  /**
   * Removes every container, pod and network of a stack and what is kept of the stack itself; its
   * volumes only when that is asked for. A stack that is not there is nothing to do.
   *
   * @throws JpodException when nothing was touched: the stack is locked, or a guard refuses
   */
  public Outcome destroy(
      String stack, VolumeFate volumes, RunOptions options, ApplyListener listener, Drain drain) {
    StackStore store = stacks.apply(stack);
    if (!store.isKnown()) {
      Plan plan = planDestroy(stack, volumes);
      if (plan.isEmpty()) {
        listener.planned(plan);
        return new Outcome.Unchanged(plan, Execution.ofNothing(plan).recap());
      }
    }
    try (StackLock _ = store.lock(options.lockTimeout())) {
      RunJournal journal = new RunJournal(store, room.clock());
      Plan plan = planDestroy(stack, volumes, room.recovered(journal));
      Room.refuseWhatIsBlocked(plan, FieldOrigins.UNKNOWN);
      room.expect(plan);
      listener.planned(plan);
      options.guards().requireConfirmation(plan);
      Execution execution =
          new StackExecution(room, HostHooks.NONE, options, journal, listener, drain)
              .execute(plan, OnFailure.STOP, Around.NOTHING);
      if (!execution.isComplete()) {
        return execution.failures().isEmpty()
            ? new Outcome.Interrupted(plan, execution.recap())
            : new Outcome.Failed(
                plan, execution.recap(), execution.failures(), Aftermath.of(execution, List.of()));
      }
      store.forget();
      return plan.isEmpty()
          ? new Outcome.Unchanged(plan, execution.recap())
          : new Outcome.Done(plan, execution.recap(), 0);
    }
  }

  private Plan planDestroy(String stack, VolumeFate volumes, ObservedHost host) {
    return Planner.destroy(stack, host, Set.copyOf(room.volumesOf(stack)), volumes);
  }
}
