package dev.jpod.reconcile;

import dev.jpod.engine.Engine;
import dev.jpod.engine.RemovalMode;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedPod;
import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import dev.jpod.store.JournalEntry;
import dev.jpod.store.JournalEntry.Mark;
import dev.jpod.store.StackStore;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
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
  void intent(Step step, String subject) {
    append(Mark.INTENT, step, subject, step.cause());
    if (step.action() instanceof Action.CreateContainer
        || step.action() instanceof Action.SetUpPod) {
      store.forceJournal();
    }
  }

  void done(Step step, String subject) {
    append(Mark.DONE, step, subject, "");
  }

  void failed(Step step, String subject, JpodException reason) {
    append(Mark.FAILED, step, subject, String.valueOf(reason.getMessage()));
  }

  private void append(Mark mark, Step step, String subject, String note) {
    if (!(step.action() instanceof Action.Milestone)) {
      store.append(
          new JournalEntry(
              clock.instant(), mark, step.id(), operation(step.action()), subject, note));
    }
  }

  private static String operation(Action action) {
    return action.getClass().getSimpleName();
  }

  /**
   * Removes what a run that died left of containers, pods and networks it was making and that
   * nobody owns by a record. Leftovers with a record are the differ's business. Idempotent.
   *
   * @return whether something was removed
   */
  boolean recover(ObservedHost host, Engine engine) {
    List<JournalEntry> entries = store.journal();
    if (entries.isEmpty()) {
      return false;
    }
    boolean removed = false;
    Set<String> containers = unfinished(entries, Action.CreateContainer.class);
    for (ObservedContainer container : host.containers()) {
      if (container.owner() != null) {
        containers.remove(container.id());
      }
    }
    for (String id : containers) {
      engine.containers().remove(id, RemovalMode.KILL_FIRST);
      removed = true;
    }
    Set<String> pods = unfinished(entries, Action.SetUpPod.class);
    for (ObservedPod pod : host.pods()) {
      if (pod.owner() != null) {
        pods.remove(pod.id());
      }
    }
    for (ObservedContainer container : host.containers()) {
      // Made beside its pod, and of no use without it.
      if (container.pod() != null && pods.contains(container.pod())) {
        engine.containers().remove(container.id(), RemovalMode.KILL_FIRST);
      }
    }
    for (String id : pods) {
      engine.pods().remove(id);
      removed = true;
    }
    Set<String> networks = unfinished(entries, Action.CreateNetwork.class);
    networks.removeAll(host.networks().keySet());
    for (String name : networks) {
      engine.networks().remove(name);
    }
    return removed;
  }

  private static Set<String> unfinished(
      List<JournalEntry> entries, Class<? extends Action> creation) {
    Set<String> ids = new LinkedHashSet<>();
    for (JournalEntry entry : entries) {
      if (entry.operation().equals(creation.getSimpleName())) {
        if (entry.mark() == Mark.INTENT) {
          ids.add(entry.subject());
        } else {
          ids.remove(entry.subject());
        }
      }
    }
    return ids;
  }
}
