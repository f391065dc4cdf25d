package dev.jpod.plan;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.diff.HostNetworks;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.PodFieldTable;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedPod;
import dev.jpod.plan.Action.Standing;
import dev.jpod.plan.Lane.Departure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns each change of a wanted pod into its steps. */
final class PodLanes {
  private final StepGraph graph;
  private final Handover handover;
  private final Set<String> newNetworks;
  private final Map<PodKey, PodLane> lanes = new HashMap<>();
  private final Set<PodKey> withLeftovers = new HashSet<>();
  private final Set<PodKey> withLeftoversInTheWay = new HashSet<>();

  /**
   * @param newNetworks the networks for which the graph has a step that makes them
   */
  PodLanes(
      StepGraph graph, Handover handover, Set<String> newNetworks, Iterable<PodChange> changes) {
    this.graph = graph;
    this.handover = handover;
    this.newNetworks = newNetworks;
    for (PodChange change : changes) {
      if (change instanceof PodChange.Remove remove) {
        withLeftovers.add(change.key());
        if (handover.leavesAtOnce(remove)) {
          withLeftoversInTheWay.add(change.key());
        }
      }
    }
  }

  void add(PodChange.OfWanted change) {
    PodLane lane =
        switch (change) {
          case PodChange.Create create -> setUp(create, create.generation(), null);
          case PodChange.Replace replace ->
              switch (replace.choice().strategy()) {
                case START_FIRST -> setUpBeside(replace);
                case STOP_FIRST ->
                    setUp(
                        replace,
                        replace.generation(),
                        remove(replace.key(), replace.current(), replace));
              };
          case PodChange.Update update -> inPlace(update);
          case PodChange.Raise raise -> inPlace(raise);
          case PodChange.Keep keep -> inPlace(keep);
          case PodChange.Blocked blocked ->
              new PodLane(
                  blocked, null, null, null, null, new Action.Target.Made(), Departure.IN_TURN);
        };
    lanes.put(change.key(), lane);
    if (lane.claim() != null) {
      for (Attachment attachment : HostNetworks.attachments(change.desired().pod())) {
        if (newNetworks.contains(attachment.network())) {
          graph.order(Ids.creationOfNetwork(attachment.network()), lane.claim());
        }
      }
    }
  }

  PodLane of(PodKey key) {
    PodLane lane = lanes.get(key);
    if (lane == null) {
      throw new IllegalStateException("a plan has no pod " + key);
    }
    return lane;
  }

  Iterable<PodLane> all() {
    return lanes.values();
  }

  @Nullable PodLane find(PodKey key) {
    return lanes.get(key);
  }

  String remove(PodKey key, ObservedPod pod, PodChange change) {
    boolean isBefore =
        change instanceof PodChange.Replace
            || (change instanceof PodChange.Remove gone
                && gone.reason() == RemoveReason.SUPERSEDED);
    Standing standing = isBefore ? Standing.OLD : Standing.ALONE;
    return graph.add(new Action.RemovePod(key, pod.id(), standing), Reasons.of(change).text());
  }

  private PodLane setUp(PodChange.OfWanted change, int generation, @Nullable String removal) {
    PodInstance wanted = change.desired();
    String setUp =
        graph.add(
            new Action.SetUpPod(
                wanted, generation, PodFieldTable.fieldsOf(wanted), Optional.empty()),
            Reasons.of(change).text());
    graph.order(removal, setUp);
    return new PodLane(
        change, removal, removal, setUp, setUp, new Action.Target.Made(), departure(change));
  }

  private PodLane setUpBeside(PodChange.Replace change) {
    PodInstance wanted = change.desired();
    String from = change.current().id();
    String cause = Reasons.of(change).text();
    String setUp =
        graph.add(
            new Action.SetUpPod(
                wanted, change.generation(), PodFieldTable.fieldsOf(wanted), Optional.of(from)),
            cause);
    String takenOver = graph.add(new Action.TakeOver(change.key(), from), cause);
    graph.order(setUp, takenOver);
    String drained = takenOver;
    Duration drain = wanted.pod().update().drain();
    if (!drain.isZero() && !change.current().endpoints().isEmpty()) {
      drained = graph.add(new Action.DrainPod(change.key(), from, drain), "");
      graph.order(takenOver, drained);
    }
    String removal = remove(change.key(), change.current(), change);
    graph.order(drained, removal);
    return new PodLane(
        change,
        removal,
        removal,
        setUp,
        setUp,
        new Action.Target.Made(),
        takenOver,
        drained,
        Departure.IN_TURN);
  }

  private PodLane inPlace(PodChange.OfCurrent change) {
    String id = change.current().id();
    String cause = Reasons.of(change).text();
    String release = null;
    String update = null;
    if (!change.difference().isEmpty() || change.current().isAdopted()) {
      PodInstance wanted = change.desired();
      if (handover.isTakerAndGiver(change)) {
        PodInstance meanwhile = handover.withoutWhatOthersHold(change);
        release =
            graph.add(
                new Action.ReleaseFromPod(meanwhile, id, PodFieldTable.fieldsOf(meanwhile)), cause);
      }
      update =
          graph.add(
              new Action.UpdatePod(
                  wanted, id, PodFieldTable.fieldsOf(wanted), change.difference().leftLimits()),
              cause);
      graph.order(release, update);
    }
    String raised =
        change instanceof PodChange.Raise
            ? graph.add(new Action.RaisePod(change.key(), id), cause)
            : null;
    graph.order(update, raised);
    return new PodLane(
        change,
        null,
        release == null ? update : release,
        update == null ? raised : update,
        raised == null ? update : raised,
        new Action.Target.Existing(id),
        departure(change));
  }

  private Departure departure(PodChange.OfWanted change) {
    if (withLeftoversInTheWay.contains(change.key())) {
      return Departure.AT_ONCE;
    }
    return switch (change) {
      case PodChange.Replace replace ->
          handover.leavesAtOnce(replace.current()) ? Departure.AT_ONCE : Departure.WITH_POD;
      case PodChange.Create _ -> Departure.WITH_POD;
      case PodChange.Raise raise ->
          raise.current().status().losesContainers() || withLeftovers.contains(raise.key())
              ? Departure.WITH_POD
              : Departure.IN_TURN;
      case PodChange.Update update ->
          withLeftovers.contains(update.key()) ? Departure.WITH_POD : Departure.IN_TURN;
      case PodChange.Keep _, PodChange.Blocked _ -> Departure.IN_TURN;
    };
  }
}
