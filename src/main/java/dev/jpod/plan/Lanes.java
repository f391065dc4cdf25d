package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Field;
import dev.jpod.diff.FieldTable;
import dev.jpod.model.Container.Role;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.Mount;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.plan.Action.Standing;
import dev.jpod.plan.Lane.Departure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns each change of a wanted instance into its steps, one after the other. */
final class Lanes {
  private static final Action.Target MADE = new Action.Target.Made();

  private final StepGraph graph;
  private final PodLanes pods;
  private final HealthWaits health;
  private final Set<String> missingVolumes;
  private final Set<PodKey> runningInit = new HashSet<>();
  private final Map<String, List<String>> removals = new HashMap<>();

  /**
   * @param missingVolumes the volumes for which the graph has a step already
   */
  Lanes(StepGraph graph, PodLanes pods, HealthWaits health, Set<String> missingVolumes) {
    this.graph = graph;
    this.pods = pods;
    this.health = health;
    this.missingVolumes = missingVolumes;
  }

  /** Takes note of a pod of which a container runs to its end before the others. */
  void expect(Change change) {
    if (change instanceof Change.OfWanted wanted
        && wanted.desired().container().role() == Role.INIT
        && (change instanceof Change.Create
            || change instanceof Change.Replace
            || change instanceof Change.Restart
            || change instanceof Change.Start)) {
      runningInit.add(change.key().podKey());
    }
  }

  /** Whether a container of the pod runs to its end before the others. */
  boolean runsInit(PodKey pod) {
    return runningInit.contains(pod);
  }

  Lane add(Change.OfWanted change) {
    String cause = Reasons.of(change).text();
    Lane lane =
        switch (change) {
          case Change.Create create -> create(create, cause);
          case Change.Replace replace ->
              switch (replace.choice().strategy()) {
                case START_FIRST -> replaceBeside(replace, cause);
                case STOP_FIRST -> replace(replace, cause);
              };
          case Change.Restart restart -> restart(restart, hasProcess(restart.current()), cause);
          case Change.Start start -> restart(start, false, cause);
          case Change.Unpause unpause -> unpause(unpause, cause);
          case Change.Update update -> inPlace(update, cause);
          case Change.Rerecord rerecord -> inPlace(rerecord, cause);
          case Change.Signal signal -> inPlace(signal, cause);
          case Change.Keep keep -> inPlace(keep, cause);
          case Change.Blocked blocked -> lane(blocked, null, null, null, null, null, MADE);
        };
    if (lane.ready() != null) {
      for (Mount mount : lane.desired().container().mounts()) {
        if (mount instanceof Mount.Volume volume
            && volume.name() != null
            && missingVolumes.contains(volume.name())) {
          graph.order(Ids.creationOfVolume(volume.name()), lane.first());
        }
      }
    }
    return lane;
  }

  private Lane lane(
      Change.OfWanted change,
      @Nullable String first,
      @Nullable String disruption,
      @Nullable String stop,
      @Nullable String ready,
      @Nullable String healthy,
      Action.Target target) {
    return lane(change, first, disruption, stop, ready, healthy, null, target);
  }

  private Lane lane(
      Change.OfWanted change,
      @Nullable String first,
      @Nullable String disruption,
      @Nullable String stop,
      @Nullable String ready,
      @Nullable String healthy,
      @Nullable String rewritten,
      Action.Target target) {
    PodKey pod = change.key().podKey();
    Departure departure = pods.of(pod).departure();
    return new Lane(
        change,
        first,
        disruption,
        stop,
        ready,
        healthy,
        rewritten,
        target,
        departure == Departure.IN_TURN && runningInit.contains(pod)
            ? Departure.WITH_POD
            : departure);
  }

  /** The steps that remove the containers of a pod. */
  List<String> removalsIn(String podId) {
    return removals.getOrDefault(podId, List.of());
  }

  /** Whether a process may be there, and so a stop has something to do. */
  static boolean hasProcess(ObservedContainer container) {
    return container.status().isAlive();
  }

  private Lane create(Change.Create change, String cause) {
    InstanceKey key = change.key();
    String created = make(change.desired(), change.generation(), cause);
    String started = start(key, MADE, Optional.empty(), cause);
    graph.order(created, started);
    String healthy = health.after(started, change, MADE);
    return lane(change, created, started, null, started, healthy, MADE);
  }

  private Lane replace(Change.Replace change, String cause) {
    InstanceKey key = change.key();
    ObservedContainer old = change.current();
    boolean running = hasProcess(old);
    String created = make(change.desired(), change.generation(), cause);
    String stopped = running ? stop(key, old, Standing.OLD, cause) : null;
    boolean canComeBack = isInItsPod(old, key);
    Optional<String> fallback = running && canComeBack ? Optional.of(old.id()) : Optional.empty();
    String started = start(key, MADE, fallback, cause);
    String healthy = health.after(started, change, MADE);
    String removed = remove(key, old, Standing.OLD, cause);
    if (!isMadeInNewIds(change.desired())) {
      graph.order(created, stopped);
      graph.order(created, canComeBack ? null : removed);
    }
    graph.order(created, started);
    graph.order(stopped, started);
    if (canComeBack) {
      graph.order(healthy == null ? started : healthy, removed);
    } else {
      graph.order(stopped, removed);
      graph.order(removed, started);
    }
    return lane(
        change, created, stopped == null ? started : stopped, stopped, started, healthy, MADE);
  }

  /** The old one goes on until the pod of the new one has taken over. */
  private Lane replaceBeside(Change.Replace change, String cause) {
    InstanceKey key = change.key();
    ObservedContainer old = change.current();
    PodLane pod = pods.of(key.podKey());
    String created = make(change.desired(), change.generation(), cause);
    String started = start(key, MADE, Optional.empty(), cause);
    String healthy = health.after(started, change, MADE);
    graph.order(created, started);
    graph.order(healthy == null ? started : healthy, pod.takeOver());
    String removed = remove(key, old, Standing.OLD, cause);
    if (hasProcess(old)) {
      String stopped = stop(key, old, Standing.OLD, cause);
      graph.order(pod.drained(), stopped);
      graph.order(stopped, removed);
    } else {
      graph.order(pod.isBeside(old.pod()) ? pod.drained() : created, removed);
    }
    return lane(change, created, started, null, started, healthy, MADE);
  }

  /** One that is in a pod which goes has to go before it. */
  private boolean isInItsPod(ObservedContainer container, InstanceKey key) {
    String pod = container.pod();
    return pod == null || pods.of(key.podKey()).keeps(pod);
  }

  private Lane restart(Change.OfCurrent change, boolean stopsFirst, String cause) {
    InstanceKey key = change.key();
    Action.Target same = new Action.Target.Existing(change.current().id());
    String stopped = stopsFirst ? stop(key, change.current(), Standing.ALONE, cause) : null;
    Chain chain = rewrite(change, stopped, cause);
    String started = start(key, same, Optional.empty(), cause);
    graph.order(chain.last(), started);
    return lane(
        change,
        chain.first() == null ? started : chain.first(),
        stopped == null ? started : stopped,
        stopped,
        started,
        health.after(started, change, same),
        same);
  }

  private Lane unpause(Change.Unpause change, String cause) {
    String id = change.current().id();
    String thawed = graph.add(new Action.Unpause(change.key(), id), cause);
    rewrite(change, thawed, cause);
    return lane(change, thawed, null, null, thawed, null, new Action.Target.Existing(id));
  }

  private Lane inPlace(Change.OfCurrent change, String cause) {
    Chain chain = rewrite(change, null, cause);
    Action.Target same = new Action.Target.Existing(change.current().id());
    // A check that is changed begins anew.
    String healthy =
        change.difference().changes(Field.HEALTH_CHECK)
            ? health.after(chain.last(), change, same)
            : health.whileStarting(change);
    return lane(change, chain.first(), null, null, null, healthy, chain.last(), same);
  }

  private record Chain(@Nullable String first, @Nullable String last) {}

  private Chain rewrite(Change.OfCurrent change, @Nullable String after, String cause) {
    String first = after;
    String last = after;
    for (Action.OnContainer action : Rewrites.of(change)) {
      String step = graph.add(action, cause);
      graph.order(last, step);
      first = first == null ? step : first;
      last = step;
    }
    return new Chain(first, last);
  }

  private String make(Instance desired, int generation, String cause) {
    PodLane pod = pods.of(desired.key().podKey());
    String made =
        graph.add(
            new Action.CreateContainer(
                desired, pod.target(), generation, FieldTable.fieldsOf(desired)),
            cause);
    if (isMadeInNewIds(desired)) {
      graph.order(pod.ready(), made);
    }
    return made;
  }

  /** Whose the files of a container are is known when its pod has been given its ids. */
  private boolean isMadeInNewIds(Instance desired) {
    return desired.pod().userns() != null
        && pods.of(desired.key().podKey()).target() instanceof Action.Target.Made;
  }

  private String start(
      InstanceKey key, Action.Target target, Optional<String> fallback, String cause) {
    String started = graph.add(new Action.StartContainer(key, target, fallback), cause);
    graph.order(pods.of(key.podKey()).ready(), started);
    return started;
  }

  String stop(InstanceKey key, ObservedContainer container, Standing standing, String cause) {
    return graph.add(new Action.StopContainer(key, container.id(), standing), cause);
  }

  String remove(InstanceKey key, ObservedContainer container, Standing standing, String cause) {
    String removed = graph.add(new Action.RemoveContainer(key, container.id(), standing), cause);
    if (container.pod() != null) {
      removals.computeIfAbsent(container.pod(), _ -> new ArrayList<>(1)).add(removed);
    }
    return removed;
  }
}
