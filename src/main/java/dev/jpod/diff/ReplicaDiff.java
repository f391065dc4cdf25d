package dev.jpod.diff;

import dev.jpod.diff.Change.ReplaceReason;
import dev.jpod.diff.Change.RestartReason;
import dev.jpod.diff.Change.StartReason;
import dev.jpod.model.Container.Role;
import dev.jpod.model.Instance;
import dev.jpod.model.PodInstance;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one replica of a pod and of its containers. Used for one replica: first {@link
 * #pod}, then each container, then {@link #finish}.
 */
final class ReplicaDiff {
  private final PodInstance desired;
  private final Set<String> replacedNetworks;
  private final StrategyRules strategies;
  private final DriftReactions reactions;
  private final List<@Nullable Decision> decisions = new ArrayList<>(1);
  private final List<Change.OfWanted> containers = new ArrayList<>(1);

  private @Nullable ObservedPod current;
  private Difference difference = Difference.NONE;
  private List<String> goneNetworks = List.of();
  private int generation = 1;

  /**
   * @param replacedNetworks the networks that have to be gone before others can be made, by their
   *     names on the host
   */
  ReplicaDiff(
      PodInstance desired,
      Set<String> replacedNetworks,
      StrategyRules strategies,
      DriftReactions reactions) {
    this.desired = desired;
    this.replacedNetworks = replacedNetworks;
    this.strategies = strategies;
    this.reactions = reactions;
  }

  /** Compares the pod itself. */
  void pod(@Nullable Candidates<ObservedPod> all, List<PodChange> changes) {
    SortedMap<String, String> fields = PodFieldTable.fieldsOf(desired);
    ObservedPod pod = all == null ? null : all.current(fields, null);
    if (all != null) {
      generation = all.nextGeneration();
      for (ObservedPod other : all.others(pod)) {
        changes.add(
            new PodChange.Remove(
                desired.key(),
                other,
                Candidates.reasonToRemove(other, Change.RemoveReason.SUPERSEDED)));
      }
    }
    current = pod;
    if (pod != null) {
      difference =
          reactions.repaired(
              desired, null, FieldDiff.compare(fields, pod.applied(), pod.live(), PodField::at));
      goneNetworks = HostNetworks.among(pod, replacedNetworks);
    }
  }

  /** Compares one of its containers; those that run before others come first. */
  void container(
      Instance instance, @Nullable Candidates<ObservedContainer> all, List<Change> changes) {
    SortedMap<String, String> fields = FieldTable.fieldsOf(instance);
    ObservedPod pod = current;
    ObservedContainer container =
        all == null ? null : all.current(fields, pod == null ? null : pod.id());
    if (all == null || container == null) {
      decisions.add(null);
      containers.add(new Change.Create(instance, all == null ? 1 : all.nextGeneration()));
    } else {
      Difference ofContainer =
          ContentCost.priced(
              instance,
              reactions.repaired(
                  desired,
                  instance.key(),
                  FieldDiff.compare(fields, container.applied(), container.live(), Field::at)));
      Decision decision = new Decision(instance, container, ofContainer, all.nextGeneration());
      decisions.add(decision);
      containers.add(decide(decision));
    }
    if (all != null) {
      for (ObservedContainer other : all.others(container)) {
        changes.add(
            new Change.Remove(
                instance.key(),
                other,
                Candidates.reasonToRemove(other, Change.RemoveReason.SUPERSEDED)));
      }
    }
  }

  private Change.OfWanted decide(Decision decision) {
    if (current != null && isFixedForLife()) {
      return decision.replace(ReplaceReason.POD_REPLACED);
    }
    return isInPod(decision) ? decision.make() : decision.replace(ReplaceReason.NOT_IN_ITS_POD);
  }

  /**
   * Whether the pod differs in what it cannot change. Of one that is adopted, nobody of this stack
   * knows how it was made: it fits as it is, or not at all.
   */
  private boolean isFixedForLife() {
    ObservedPod pod = current;
    return !goneNetworks.isEmpty()
        || difference.dearest() == ChangeClass.REPLACE
        || (pod != null && pod.isAdopted() && !difference.isEmpty());
  }

  private boolean isInPod(Decision decision) {
    ObservedPod pod = current;
    return pod != null && pod.id().equals(decision.current().pod());
  }

  /** Gives the changes of the containers and that of the pod, once all of them are known. */
  PodChange.OfWanted finish(List<Change> changes) {
    PodChange.OfWanted change = settle();
    if (change instanceof PodChange.Raise raise && raise.current().status().losesContainers()) {
      restartThoseWithProcess(0, RestartReason.POD_RAISED);
      rerunCompleted(0, StartReason.POD_RAISED);
    } else if (containers.size() > 1 && !(change instanceof PodChange.Replace)) {
      rerunAfterInit();
    }
    changes.addAll(containers);
    return change;
  }

  private PodChange.OfWanted settle() {
    ObservedPod pod = current;
    if (pod == null) {
      return new PodChange.Create(desired, generation);
    }
    if (!isFixedForLife() && !isInterrupted()) {
      return inPlace(pod);
    }
    StrategyChoice choice = strategies.choose(desired, pod, containers, goneNetworks);
    replaceBy(choice);
    return isFixedForLife() || choice.startsFirst()
        ? new PodChange.Replace(desired, pod, difference, generation, goneNetworks, choice)
        : inPlace(pod);
  }

  private boolean isInterrupted() {
    for (Change.OfWanted change : containers) {
      if (interrupts(change)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a process that serves ends because something of it changed. */
  private static boolean interrupts(Change.OfWanted change) {
    return change instanceof Change.Replace
        || (change instanceof Change.Restart restart
            && restart.reason() == RestartReason.CONTENT_CHANGED);
  }

  /** A second pod beside the first needs all containers anew. */
  private void replaceBy(StrategyChoice choice) {
    for (int i = 0; i < containers.size(); i++) {
      Decision decision = decisions.get(i);
      Change.OfWanted change = containers.get(i);
      if (decision == null) {
        continue;
      }
      if (change instanceof Change.Replace replace) {
        containers.set(i, decision.replace(replace.reason(), choice));
      } else if (choice.startsFirst()) {
        ReplaceReason reason =
            interrupts(change) ? ReplaceReason.FIELDS_CHANGED : ReplaceReason.POD_REPLACED;
        containers.set(i, decision.replace(reason, choice));
      }
    }
  }

  private PodChange.OfWanted inPlace(ObservedPod pod) {
    boolean isWhole = pod.status() instanceof PodStatus.Up up && up.defects().isEmpty();
    if (!isWhole && isNeeded()) {
      return new PodChange.Raise(desired, pod, difference);
    }
    return difference.isEmpty() && !pod.isAdopted()
        ? new PodChange.Keep(desired, pod)
        : new PodChange.Update(desired, pod, difference);
  }

  /**
   * Whether anything runs in it or is about to; a pod of which all has completed need not be up.
   */
  private boolean isNeeded() {
    for (Change.OfWanted change : containers) {
      if (!isAtRest(change)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAtRest(Change.OfWanted change) {
    return isInPlace(change)
        && change instanceof Change.OfCurrent ofCurrent
        && !ofCurrent.current().status().isAlive();
  }

  private static boolean isInPlace(Change.OfWanted change) {
    return change instanceof Change.Keep
        || change instanceof Change.Update
        || change instanceof Change.Rerecord
        || change instanceof Change.Signal;
  }

  /** A container that prepares the others and has not ended has to do so before those run. */
  private void rerunAfterInit() {
    for (int i = 0; i < containers.size(); i++) {
      Change.OfWanted change = containers.get(i);
      if (isInit(change) && !isAtRest(change) && !(change instanceof Change.Blocked)) {
        rerunCompleted(i + 1, StartReason.INIT_RUNS_AGAIN);
        if (!isInPlace(change)) {
          restartThoseWithProcess(i + 1, RestartReason.INIT_RUNS_AGAIN);
          return;
        }
      }
    }
  }

  /**
   * @param fromInit of those that run to their end before others, the first that has to
   */
  private void restartThoseWithProcess(int fromInit, RestartReason reason) {
    for (int i = 0; i < containers.size(); i++) {
      Change.OfWanted change = containers.get(i);
      boolean stays =
          isInPlace(change) || change instanceof Change.Unpause || change instanceof Change.Start;
      if (stays
          && change instanceof Change.OfCurrent ofCurrent
          && ofCurrent.current().status().isAlive()
          && (i >= fromInit || !isInit(change))) {
        containers.set(
            i,
            new Change.Restart(
                change.desired(), ofCurrent.current(), ofCurrent.difference(), reason));
      }
    }
  }

  private void rerunCompleted(int from, StartReason reason) {
    for (int i = from; i < containers.size(); i++) {
      Change.OfWanted change = containers.get(i);
      if (isInit(change) && isAtRest(change) && change instanceof Change.OfCurrent ofCurrent) {
        containers.set(
            i,
            new Change.Start(
                change.desired(), ofCurrent.current(), ofCurrent.difference(), reason));
      }
    }
  }

  private static boolean isInit(Change.OfWanted change) {
    return change.desired().container().role() == Role.INIT;
  }
}
