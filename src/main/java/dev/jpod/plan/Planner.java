package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.Differ;
import dev.jpod.diff.FieldTable;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.Relabelling;
import dev.jpod.diff.WantedImage;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Protection;
import dev.jpod.observed.Health;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedVolume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Orders changes into steps. The same input gives the same plan, in whatever order it comes. */
public final class Planner {
  private final ChangeSet changes;
  private final StepGraph graph = new StepGraph();
  private final Patience patience;
  private final Handover handover;
  private final NetworkSteps networks;
  private final PodLanes pods;
  private final HealthWaits health;
  private final Lanes lanes;
  private final Removals removals;

  private Planner(ChangeSet changes, Patience patience) {
    this.changes = changes;
    this.patience = patience;
    this.handover = new Handover(changes);
    this.networks = new NetworkSteps(graph, changes.networks());
    this.pods = new PodLanes(graph, handover, networks.made(), changes.pods());
    this.health = new HealthWaits(graph, changes.checks(), patience);
    this.lanes = new Lanes(graph, pods, health, changes.missingVolumes().keySet());
    this.removals = new Removals(graph, lanes);
  }

  /**
   * The steps that make the changes; none while one of them is blocked.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED when dependencies form a circle, or ask
   *     for the health of what has no health check
   */
  public static Plan plan(ChangeSet changes, Patience patience) {
    Plan empty = new Plan(changes, List.of(), List.of(), List.of());
    if (!empty.blocked().isEmpty()) {
      return empty;
    }
    if (changes.isIdle() && !HealthWaits.isAny(Health.STARTING, changes)) {
      return HealthWaits.isAny(Health.UNHEALTHY, changes)
          ? new Plan(changes, List.of(), List.of(), Warnings.of(changes, patience))
          : empty;
    }
    return new Plan(
        changes,
        new Planner(changes, patience).steps(),
        hazards(changes),
        Warnings.of(changes, patience));
  }

  /**
   * The steps that remove every container, pod and network of a stack, leftovers of interrupted
   * runs included; none while a network of it is in use by others.
   *
   * @param stackVolumes the names on the host of the volumes that were made for the stack
   */
  public static Plan destroy(
      String stack, ObservedHost host, Set<String> stackVolumes, VolumeFate fate) {
    ChangeSet changes = Differ.destruction(stack, host);
    Plan empty = new Plan(changes, List.of(), List.of(), List.of());
    if (!empty.blocked().isEmpty()) {
      return empty;
    }
    Planner planner = new Planner(changes, Patience.DEFAULT);
    planner.networks.add();
    PodDepartures departures = planner.departures();
    List<Change.Remove> all = new ArrayList<>();
    for (Change change : changes.changes()) {
      if (change instanceof Change.Remove remove) {
        all.add(remove);
      }
    }
    List<String> removed = planner.removals.addAll(all, null);
    departures.order(planner.handover, planner.networks, null);
    List<Hazard> hazards = new ArrayList<>(hazards(changes));
    switch (fate) {
      case KEEP -> {}
      case REMOVE -> {
        Set<String> volumes = new TreeSet<>(stackVolumes);
        volumes.retainAll(host.volumes().keySet());
        volumes.forEach(
            volume -> {
              ObservedVolume there = host.volumes().get(volume);
              refuseProtected(volume, there == null ? Map.of() : there.labels());
            });
        planner.removeVolumes(volumes, removed);
        volumes.forEach(volume -> hazards.add(new Hazard.VolumeLoss(volume)));
      }
    }
    return new Plan(changes, planner.graph.sorted(), hazards, List.of());
  }

  private static void refuseProtected(String volume, Map<String, String> labels) {
    if (Protection.isAmong(labels)) {
      throw JpodException.refused(
          "the volume '" + volume + "' is protected and would be removed with its data",
          "if its data may go, apply it with 'protect: false' first; else leave out --volumes");
    }
  }

  private PodDepartures departures() {
    return new PodDepartures(graph, changes, handover, pods, lanes);
  }

  private void removeVolumes(Set<String> volumes, List<String> removedContainers) {
    if (!volumes.isEmpty()) {
      String gone = graph.join("containers/gone", removedContainers);
      for (String volume : volumes) {
        graph.order(gone, graph.add(new Action.RemoveVolume(volume), "the stack is destroyed"));
      }
    }
  }

  private List<Step> steps() {
    List<String> pulls = new ArrayList<>();
    for (WantedImage image : changes.missingImages()) {
      pulls.add(graph.add(new Action.PullImage(image), "not in the store"));
    }
    changes
        .missingVolumes()
        .forEach((name, spec) -> graph.add(new Action.CreateVolume(name, spec), "not there yet"));
    for (Relabelling relabelling : changes.relabellings()) {
      graph.add(
          new Action.RelabelVolume(relabelling.volume(), relabelling.spec()),
          relabelling.current().isAdopted() ? Reasons.ADOPTED.text() : "other labels");
    }
    networks.add();
    for (PodChange change : changes.pods()) {
      if (change instanceof PodChange.OfWanted wanted) {
        pods.add(wanted);
      }
    }
    changes.changes().forEach(lanes::expect);
    List<Lane> all = new ArrayList<>();
    for (Change change : changes.changes()) {
      if (change instanceof Change.OfWanted wanted) {
        all.add(lanes.add(wanted));
      }
    }
    Gates gates = new Gates(graph, health, pods, all);
    for (Lane lane : all) {
      gates.open(lane);
      if (patience.waitFor() == WaitFor.COMPLETED) {
        gates.awaitCompletion(lane);
      }
      gates.openInit(lane);
      PodLane pod = pods.of(lane.key().podKey());
      if (pod.endsContainers()) {
        graph.order(lane.stop(), pod.ready());
      }
    }
    Rollout.inTurns(graph, pods, all);
    remove(all, gates);
    graph.letGoFirst("images/there", pulls);
    return graph.sorted();
  }

  /** Frees the names that are needed first; takes everything else down last. */
  private void remove(List<Lane> all, Gates gates) {
    Map<String, Lane> byName = new HashMap<>();
    List<String> ready = new ArrayList<>();
    for (Lane lane : all) {
      byName.put(lane.key().containerName(), lane);
      if (lane.settled() != null) {
        ready.add(lane.settled());
      }
    }
    PodDepartures departures = departures();
    List<Change.Remove> early = new ArrayList<>();
    List<Change.Remove> last = new ArrayList<>();
    for (Change change : changes.changes()) {
      if (change instanceof Change.Remove remove) {
        Lane heir = byName.get(remove.key().containerName());
        PodLane successor = pods.find(remove.key().podKey());
        if (successor != null && successor.isBeside(remove.container().pod())) {
          removals.addAll(List.of(remove), successor.drained());
        } else if (heir == null) {
          boolean isEarly =
              departures.isEarly(remove.container().pod()) || lanes.runsInit(remove.key().podKey());
          (isEarly ? early : last).add(remove);
        } else {
          String removed = removals.addAlone(remove);
          graph.order(removed, heirsStep(heir, remove.reason()));
          departures.orderRemoval(remove, removed);
          gates.openInit(remove.key(), removed);
        }
      }
    }
    List<String> removed = removals.addAll(early, null);
    for (int i = 0; i < removed.size(); i++) {
      departures.orderRemoval(early.get(i), removed.get(i));
      gates.openInit(early.get(i).key(), removed.get(i));
    }
    String atLast =
        last.isEmpty() && !departures.hasLate()
            ? null
            : graph.join("everything-wanted/started", ready);
    removals.addAll(last, atLast);
    departures.order(handover, networks, atLast);
  }

  /** What runs goes on until its heir is made; of the rest nothing is left before that. */
  private static @Nullable String heirsStep(Lane heir, RemoveReason reason) {
    return reason == RemoveReason.SUPERSEDED && heir.disruption() != null
        ? heir.disruption()
        : heir.first();
  }

  private static List<Hazard> hazards(ChangeSet changes) {
    List<Hazard> hazards = new ArrayList<>();
    for (Change change : changes.changes()) {
      ObservedContainer doomed = doomed(change);
      if (doomed != null) {
        InstanceKey key = change.key();
        for (String target : FieldTable.anonymousVolumes(doomed.applied())) {
          hazards.add(new Hazard.AnonymousVolumeLoss(key, target));
        }
      }
    }
    return hazards;
  }

  /** The container that the change removes although something may have been written to it. */
  private static @Nullable ObservedContainer doomed(Change change) {
    return switch (change) {
      case Change.Replace replace -> replace.current();
      case Change.Remove remove ->
          remove.reason() == RemoveReason.LEFT_INCOMPLETE
                  || remove.reason() == RemoveReason.LEFT_HALF_REMOVED
              ? null
              : remove.container();
      case Change.Create _,
          Change.Restart _,
          Change.Update _,
          Change.Rerecord _,
          Change.Signal _,
          Change.Start _,
          Change.Unpause _,
          Change.Keep _,
          Change.Blocked _ ->
          null;
    };
  }
}
