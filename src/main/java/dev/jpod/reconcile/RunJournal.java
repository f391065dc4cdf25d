package dev.jpod.reconcile;

import dev.jpod.engine.Containers;
import dev.jpod.engine.RemovalMode;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import dev.jpod.store.JournalEntry;
import dev.jpod.store.JournalEntry.Mark;
import dev.jpod.store.StackStore;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes down what a run is about to do to a stack before it does it, and clears up behind a run
 * that died: what it was doing is found out by looking, never believed.
 */
final class RunJournal {
  private final StackStore store;
  private final InstantSource clock;

  RunJournal(StackStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Notes that a step begins. What is made on the disk has to be found again after a power cut;
   * whatever else a step does, a power cut undoes, or shows by itself.
   */
  void intent(Step step, String container) {
    append(Mark.INTENT, step, container, step.cause());
    if (step.action() instanceof Action.CreateContainer) {
      store.forceJournal();
    }
  }

  void done(Step step, String container) {
    append(Mark.DONE, step, container, "");
  }

  void failed(Step step, String container, JpodException reason) {
    append(Mark.FAILED, step, container, String.valueOf(reason.getMessage()));
  }

  private void append(Mark mark, Step step, String container, String note) {
    if (!(step.action() instanceof Action.Milestone)) {
      store.append(
          new JournalEntry(
              clock.instant(), mark, step.id(), operation(step.action()), container, note));
    }
  }

  private static String operation(Action action) {
    return action.getClass().getSimpleName();
  }

  /**
   * Removes what a run that died left of containers it was making and that nobody owns by a record.
   * Leftovers with a record are the differ's business. Idempotent.
   *
   * @return whether something was removed
   */
  boolean recover(ObservedHost host, Containers containers) {
    List<JournalEntry> entries = store.journal();
    if (entries.isEmpty()) {
      return false;
    }
    Map<String, ObservedContainer> known = new HashMap<>();
    for (ObservedContainer container : host.containers()) {
      known.put(container.id(), container);
    }
    boolean removed = false;
    for (String id : unfinishedCreations(entries)) {
      ObservedContainer container = known.get(id);
      if (container == null || container.owner() == null) {
        containers.remove(id, RemovalMode.KILL_FIRST);
        removed = true;
      }
    }
    return removed;
  }

  private static Set<String> unfinishedCreations(List<JournalEntry> entries) {
    String creation = Action.CreateContainer.class.getSimpleName();
    Set<String> ids = new LinkedHashSet<>();
    for (JournalEntry entry : entries) {
      if (entry.operation().equals(creation)) {
        if (entry.mark() == Mark.INTENT) {
          ids.add(entry.container());
        } else {
          ids.remove(entry.container());
        }
      }
    }
    return ids;
  }
}
