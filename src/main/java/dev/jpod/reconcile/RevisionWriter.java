package dev.jpod.reconcile;

import dev.jpod.diff.WantedImage;
import dev.jpod.model.Digest;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.plan.Plan;
import dev.jpod.reconcile.OpenContents.Kept;
import dev.jpod.reconcile.Room.Wanted;
import dev.jpod.store.Attempt;
import dev.jpod.store.Attempt.Result;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the history of a stack. */
final class RevisionWriter {
  private final Room room;
  private final StackStore store;

  RevisionWriter(Room room, StackStore store) {
    this.room = room;
    this.store = store;
  }

  /**
   * A run that is to become a revision.
   *
   * @param began when it looked at the host
   */
  record Run(Proposal proposal, Wanted wanted, Plan plan, Author author, Instant began) {}

  /** How a run ended that did not end well. */
  record End(Result result, @Nullable String error, @Nullable Long rolledBackTo) {}

  /** The run has done everything: its revision is the current one. */
  long commit(Run run, List<ObservedContainer> containers) {
    StackRevision revision = revision(run, new End(Result.DONE, null, null), containers);
    store.commit(revision, contents(run), run.proposal().stack().revisions().keep());
    store.clearJournal();
    return revision.serial();
  }

  /** The run failed: that is part of the history, and the current revision stays. */
  void record(Run run, End end, List<ObservedContainer> containers) {
    store.record(
        revision(run, end, containers), contents(run), run.proposal().stack().revisions().keep());
  }

  /** A revision may have other containers now. */
  void renew(StackRevision revision, List<ObservedContainer> containers, int keep) {
    if (!hasContainers(revision, containers)) {
      store.commit(revision.withInventory(inventory(revision.stack(), containers)), Map.of(), keep);
    }
    store.clearJournal();
  }

  /** A run that died after its last step, but before its commit, is completed here. */
  void settle(Run run, List<ObservedContainer> containers) {
    StackRevision current = store.current();
    if (current == null
        || isOtherRestoration(run.proposal(), current)
        || !hasContainers(current, containers)) {
      commit(run, containers);
    }
  }

  private static boolean hasContainers(StackRevision revision, List<ObservedContainer> containers) {
    return Set.copyOf(revision.inventory())
        .equals(Set.copyOf(inventory(revision.stack(), containers)));
  }

  /** Gone back to is a revision also where nothing has to be done for it. */
  private static boolean isOtherRestoration(Proposal proposal, StackRevision current) {
    return proposal.restores() != null
        && (!proposal.sources().equals(current.sources())
            || !proposal.variables().equals(current.variables()));
  }

  private StackRevision revision(Run run, End end, List<ObservedContainer> containers) {
    String stack = run.proposal().stack().name();
    StackRevision before = store.newest();
    return new StackRevision(
        stack,
        before == null ? UUID.randomUUID().toString() : before.lineage(),
        before == null ? 1 : before.serial() + 1,
        room.clock().instant(),
        run.proposal().sources(),
        run.proposal().origin(),
        run.proposal().variables(),
        inventory(stack, containers),
        room.volumesOf(stack),
        null,
        images(run.plan()),
        run.proposal().lockText(run.plan().changes().images()),
        new Attempt(
            end.result(),
            run.author().user(),
            run.author().command(),
            run.began(),
            run.plan().summary().brief(),
            end.error(),
            run.proposal().restores(),
            end.rolledBackTo()),
        run.wanted().lookUp().secrets().fingerprints(),
        run.wanted().lookUp().open().kept().stream().map(Kept::named).toList());
  }

  private static Map<Digest, byte[]> contents(Run run) {
    Map<Digest, byte[]> contents = new HashMap<>();
    for (Kept kept : run.wanted().lookUp().open().kept()) {
      contents.put(kept.named().digest(), kept.bytes());
    }
    return contents;
  }

  /** What a plan makes containers from. */
  static List<StackRevision.Image> images(Plan plan) {
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
}
