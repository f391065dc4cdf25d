package dev.jpod.reconcile;

import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.Desired;
import dev.jpod.diff.Differ;
import dev.jpod.diff.Expansion;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.Obstacle;
import dev.jpod.diff.WantedImage;
import dev.jpod.engine.Engine;
import dev.jpod.image.ImageStore;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.observed.HostQuestions;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.plan.Patience;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Planner;
import dev.jpod.plan.VolumeFate;
import dev.jpod.reconcile.ImageLookUp.Scope;
import dev.jpod.store.StackLock;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import dev.jpod.store.StoreKey;
import dev.jpod.store.VolumeRecord;
import dev.jpod.transfer.ImageCatalog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings a host to what a stack file says: observe, diff, plan, execute. Runs on one stack exclude
 * each other by the stack's lock; runs on different stacks do not know of each other.
 */
public final class Reconciler {
  private static final int KEPT_REVISIONS = 20;

  private final Engine engine;
  private final ImageStore images;
  private final ImageCatalog catalog;
  private final Function<String, StackStore> stacks;
  private final ContentReader reader;
  private final StoreKey key;
  private final InstantSource clock;

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
    this.engine = engine;
    this.images = images;
    this.catalog = catalog;
    this.stacks = stacks;
    this.reader = reader;
    this.key = new StoreKey(engine.layout());
    this.clock = clock;
  }

  /**
   * What an apply would do. Changes nothing and takes no lock.
   *
   * @param runtime the OCI runtime that an apply would make containers with
   * @param patience what an apply would wait for
   */
  public Plan plan(Proposal proposal, String runtime, Patience patience) {
    Desired desired = desired(proposal, this::existingOrRandomKey);
    return Planner.plan(changes(desired, engine.observer().observe(), runtime), patience);
  }

  /**
   * Makes the host what the proposal says, as far as it comes. Safe to run again after whatever end
   * the last run had.
   *
   * @throws JpodException when nothing was touched: the stack is locked, something that it refers
   *     to is missing, or a guard refuses
   */
  public Outcome apply(Proposal proposal, RunOptions options, ApplyListener listener, Drain drain) {
    StackStore store = stacks.apply(proposal.stack().name());
    try (StackLock _ = store.lock(options.lockTimeout())) {
      Desired desired = desired(proposal, key::readOrCreate);
      RunJournal journal = new RunJournal(store, clock);
      ObservedHost host = recovered(journal);
      Plan plan = Planner.plan(changes(desired, host, options.runtime()), options.patience());
      refuseWhatIsBlocked(plan, proposal.origins());
      listener.planned(plan);
      if (plan.isEmpty()) {
        settle(proposal, plan, store, host);
        return new Outcome.Unchanged(plan, Execution.ofNothing(plan).recap());
      }
      Execution execution = execute(plan, options, journal, listener, drain);
      if (!execution.isComplete()) {
        return broken(execution);
      }
      if (plan.changesNothing()) {
        settle(proposal, plan, store, host);
        return new Outcome.Unchanged(plan, execution.recap());
      }
      long serial = commit(proposal, plan, store, engine.observer().observeContainers());
      return new Outcome.Done(plan, execution.recap(), serial);
    }
  }

  /**
   * What every image reference of a stack means, sorted by reference. Brings nothing in.
   *
   * @throws JpodException for the first that cannot be had
   */
  public List<WantedImage> images(Proposal proposal) {
    SortedMap<String, WantedImage> sorted = new TreeMap<>();
    new ImageLookUp(proposal, catalog, Scope.WHOLE_STACK)
        .all()
        .forEach((reference, image) -> sorted.put(reference.toString(), image));
    return List.copyOf(sorted.values());
  }

  /** What a destroy would do. Changes nothing and takes no lock. */
  public Plan planDestroy(String stack, VolumeFate volumes) {
    return planDestroy(stack, volumes, engine.observer().observe());
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
      RunJournal journal = new RunJournal(store, clock);
      Plan plan = planDestroy(stack, volumes, recovered(journal));
      refuseWhatIsBlocked(plan, FieldOrigins.UNKNOWN);
      listener.planned(plan);
      Execution execution = execute(plan, options, journal, listener, drain);
      if (!execution.isComplete()) {
        return broken(execution);
      }
      store.forget();
      return plan.isEmpty()
          ? new Outcome.Unchanged(plan, execution.recap())
          : new Outcome.Done(plan, execution.recap(), 0);
    }
  }

  private Plan planDestroy(String stack, VolumeFate volumes, ObservedHost host) {
    return Planner.destroy(stack, host, Set.copyOf(volumesOf(stack)), volumes);
  }

  private Desired desired(Proposal proposal, Supplier<byte[]> secretKey) {
    proposal.refuseWhatCannotBeDoneYet();
    LookUp lookUp =
        new LookUp(
            proposal,
            new ImageLookUp(proposal, catalog, Scope.REPLICAS).all(),
            reader,
            new Fingerprints(secretKey));
    return Expansion.of(proposal.stack(), lookUp);
  }

  private byte[] existingOrRandomKey() {
    byte[] existing = key.read();
    return existing == null ? StoreKey.random() : existing;
  }

  private ObservedHost recovered(RunJournal journal) {
    ObservedHost host = engine.observer().observe();
    return journal.recover(host, engine) ? engine.observer().observe() : host;
  }

  /** Asks the host only what there is to know for changes: with none, nothing. */
  private ChangeSet changes(Desired desired, ObservedHost host, String runtime) {
    ChangeSet changes = Differ.diff(desired, host);
    HostQuestions questions = Differ.questions(changes);
    return questions.isEmpty()
        ? changes
        : Differ.diff(desired, host.with(engine.observer().answer(questions, runtime)));
  }

  private static void refuseWhatIsBlocked(Plan plan, FieldOrigins origins) {
    List<Obstacle> blocked = plan.blocked();
    if (!blocked.isEmpty()) {
      Obstacle first = blocked.getFirst();
      String place = first.place(origins).map(text -> " (" + text + ")").orElse("");
      int others = blocked.size() - 1;
      String more =
          switch (others) {
            case 0 -> "";
            case 1 -> ", and there is one more obstacle";
            default -> ", and there are " + others + " more obstacles";
          };
      throw JpodException.refused(first.reason() + place + more, first.hint());
    }
  }

  private Execution execute(
      Plan plan, RunOptions options, RunJournal journal, ApplyListener listener, Drain drain) {
    if (plan.steps().isEmpty()) {
      return Execution.ofNothing(plan);
    }
    EngineSteps steps =
        new EngineSteps(plan, engine, new Pulls(catalog, listener, drain), options, journal, drain);
    try (ImageStore.Hold _ = images.hold()) {
      return new Executor(steps, listener, drain, options.parallelism()).run(plan);
    }
  }

  private static Outcome broken(Execution execution) {
    return execution.failures().isEmpty()
        ? new Outcome.Interrupted(execution.plan(), execution.recap())
        : new Outcome.Failed(execution.plan(), execution.recap(), execution.failures());
  }

  /** A run that died after its last step, but before its commit, is completed here. */
  private void settle(Proposal proposal, Plan plan, StackStore store, ObservedHost host) {
    StackRevision current = store.current();
    if (current == null
        || !Set.copyOf(current.inventory())
            .equals(Set.copyOf(inventory(current.stack(), host.containers())))) {
      commit(proposal, plan, store, host.containers());
    }
  }

  private long commit(
      Proposal proposal, Plan plan, StackStore store, List<ObservedContainer> containers) {
    String stack = proposal.stack().name();
    StackRevision before = store.current();
    long serial = before == null ? 1 : before.serial() + 1;
    store.commit(
        new StackRevision(
            stack,
            before == null ? UUID.randomUUID().toString() : before.lineage(),
            serial,
            clock.instant(),
            proposal.sources(),
            proposal.origin(),
            proposal.variables(),
            inventory(stack, containers),
            volumesOf(stack),
            null,
            images(plan),
            proposal.images().lockedText(plan.changes().images())),
        KEPT_REVISIONS);
    store.clearJournal();
    return serial;
  }

  private static List<StackRevision.Image> images(Plan plan) {
    List<StackRevision.Image> images = new ArrayList<>();
    for (WantedImage image : plan.changes().images()) {
      images.add(
          new StackRevision.Image(
              image.reference().toString(), image.digest(), image.manifest(), image.id()));
    }
    return images;
  }

  private static List<String> inventory(String stack, List<ObservedContainer> containers) {
    List<String> ids = new ArrayList<>();
    for (ObservedContainer container : containers) {
      InstanceKey owner = container.owner();
      if (owner != null && owner.stack().equals(stack)) {
        ids.add(container.id());
      }
    }
    return ids;
  }

  private List<String> volumesOf(String stack) {
    List<String> names = new ArrayList<>();
    for (VolumeRecord volume : engine.volumes().list()) {
      if (stack.equals(volume.stack()) && volume.container() == null) {
        names.add(volume.name());
      }
    }
    return names;
  }
}
