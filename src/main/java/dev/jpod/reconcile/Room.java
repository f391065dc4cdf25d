package dev.jpod.reconcile;

import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.Desired;
import dev.jpod.diff.Differ;
import dev.jpod.diff.Expansion;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.Obstacle;
import dev.jpod.diff.Subset;
import dev.jpod.diff.Unowned;
import dev.jpod.engine.Engine;
import dev.jpod.image.ImageStore;
import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.JpodException;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.HostQuestions;
import dev.jpod.observed.ObservedHost;
import dev.jpod.plan.Action;
import dev.jpod.plan.Patience;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Planner;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.ImageLookUp.Scope;
import dev.jpod.store.StoreKey;
import dev.jpod.store.VolumeRecord;
import dev.jpod.transfer.ImageCatalog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every run needs: the host and the way to look at it, and where things are looked up. */
record Room(
    Engine engine,
    ImageStore images,
    ImageCatalog catalog,
    ContentReader reader,
    StoreKey key,
    InstantSource clock) {

  /** A stack with everything looked up, and who looked it up. */
  record Wanted(Desired desired, LookUp lookUp) {}

  /** Looks up what a proposal refers to. */
  Wanted wanted(Proposal proposal, Supplier<byte[]> secretKey, SecretMemory memory) {
    LookUp lookUp =
        new LookUp(
            proposal,
            new ImageLookUp(proposal, catalog, Scope.REPLICAS).all(),
            reader,
            new Fingerprints(secretKey),
            memory);
    Desired desired = Expansion.of(proposal.stack(), lookUp);
    lookUp.secrets().refuseChanged();
    return new Wanted(desired, lookUp);
  }

  /** The key of the store, or one that fits nothing. Changes nothing. */
  byte[] existingOrRandomKey() {
    byte[] existing = key.read();
    return existing == null ? StoreKey.random() : existing;
  }

  /** The host as it is, after what a run that died has left was cleared up. */
  ObservedHost recovered(RunJournal journal) {
    ObservedHost host = engine.observer().observe();
    return journal.recover(host, engine) ? engine.observer().observe() : host;
  }

  /** Plans; asks the host only what there is to know for changes: with none, nothing. */
  Plan plan(
      Desired desired,
      ObservedHost host,
      String runtime,
      Patience patience,
      @Nullable Subset subset,
      Unowned unowned) {
    ChangeSet changes = limited(Differ.diff(desired, host, unowned), subset);
    HostQuestions questions = Differ.questions(changes);
    if (!questions.isEmpty()) {
      ChangeSet all = Differ.diff(desired, host.with(answers(questions, runtime)), unowned);
      changes = limited(all, subset);
    }
    return Planner.plan(changes, patience);
  }

  /** Lets be made ready what a plan needs, beside what is to be done before its first step. */
  void expect(Plan plan) {
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.StopContainer
          || step.action() instanceof Action.RemoveContainer) {
        engine.containers().expectEnds();
        return;
      }
    }
  }

  private static ChangeSet limited(ChangeSet all, @Nullable Subset subset) {
    return subset == null ? all : subset.of(all);
  }

  /** What is not in the store yet, the catalog has looked up. */
  private HostAnswers answers(HostQuestions questions, String runtime) {
    HostAnswers answers = engine.observer().answer(questions, runtime);
    Map<Digest, HealthCheck> checks = new HashMap<>(answers.imageChecks());
    for (Digest id : questions.images()) {
      HealthCheck check = catalog.healthCheck(id);
      if (check != null) {
        checks.put(id, check);
      }
    }
    return answers.withImageChecks(checks);
  }

  /** The volumes that were made for a stack. */
  List<String> volumesOf(String stack) {
    List<String> names = new ArrayList<>();
    for (VolumeRecord volume : engine.volumes().list()) {
      if (stack.equals(volume.stack()) && volume.container() == null) {
        names.add(volume.name());
      }
    }
    return names;
  }

  static void refuseWhatIsBlocked(Plan plan, FieldOrigins origins) {
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
}
