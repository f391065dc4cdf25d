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
   * Removes what a run that died left of what it was making or removing, and that nobody owns by a
   * record. Leftovers with a record are the differ's business. Idempotent.
   *
   * @return whether something was removed
   */
  boolean recover(ObservedHost host, Engine engine) {
    List<JournalEntry> entries = store.journal();
    if (entries.isEmpty()) {
      return false;
    }
    boolean removed = recoverContainers(entries, host, engine);
    removed |= recoverPods(entries, host, engine);
    recoverNetworks(entries, host, engine);
    recoverVolumes(entries, host, engine);
    return removed;
  }

  private static boolean recoverContainers(
      List<JournalEntry> entries, ObservedHost host, Engine engine) {
    Set<String> ids = unfinished(entries, Action.CreateContainer.class);
    ids.addAll(unfinished(entries, Action.RemoveContainer.class));
    for (ObservedContainer container : host.containers()) {
      if (container.owner() != null) {
        ids.remove(container.id());
      }
    }
    for (String id : ids) {
      engine.containers().remove(id, RemovalMode.KILL_FIRST);
    }
    return !ids.isEmpty();
  }

  private static boolean recoverPods(List<JournalEntry> entries, ObservedHost host, Engine engine) {
    Set<String> ids = unfinished(entries, Action.SetUpPod.class);
    ids.addAll(unfinished(entries, Action.RemovePod.class));
    for (ObservedPod pod : host.pods()) {
      if (pod.owner() != null) {
        ids.remove(pod.id());
      }
    }
    for (ObservedContainer container : host.containers()) {
      // Made beside its pod, and of no use without it.
      if (container.pod() != null && ids.contains(container.pod())) {
        engine.containers().remove(container.id(), RemovalMode.KILL_FIRST);
      }
    }
    for (String id : ids) {
      engine.pods().remove(id);
    }
    return !ids.isEmpty();
  }

  /** Nobody sees what is removed here, since it has no record. */
  private static void recoverNetworks(
      List<JournalEntry> entries, ObservedHost host, Engine engine) {
    Set<String> names = unfinished(entries, Action.CreateNetwork.class);
    names.removeAll(host.networks().keySet());
    for (String name : names) {
      engine.networks().remove(name);
    }
  }

  /** As with networks. */
  private static void recoverVolumes(List<JournalEntry> entries, ObservedHost host, Engine engine) {
    Set<String> names = unfinished(entries, Action.CreateVolume.class);
    names.addAll(unfinished(entries, Action.RemoveVolume.class));
    names.removeAll(host.volumes().keySet());
    for (String name : names) {
      engine.volumes().remove(name);
    }
  }

  private static Set<String> unfinished(
      List<JournalEntry> entries, Class<? extends Action> action) {
    Set<String> ids = new LinkedHashSet<>();
    for (JournalEntry entry : entries) {
      if (entry.operation().equals(action.getSimpleName())) {
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
