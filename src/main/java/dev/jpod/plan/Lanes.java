package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.FieldTable;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.Mount;
import dev.jpod.observed.ObservedContainer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns each change of a wanted instance into its steps, one after the other. */
final class Lanes {
  private static final Action.Target MADE = new Action.Target.Made();

  private final StepGraph graph;
  private final Set<String> missingVolumes;

  /**
   * @param missingVolumes the volumes for which the graph has a step already
   */
  Lanes(StepGraph graph, Set<String> missingVolumes) {
    this.graph = graph;
    this.missingVolumes = missingVolumes;
  }

  Lane add(Change.OfWanted change) {
    String cause = Reasons.of(change).text();
    Lane lane =
        switch (change) {
          case Change.Create create -> create(create, cause);
          case Change.Replace replace -> replace(replace, cause);
          case Change.Restart restart -> restart(restart, hasProcess(restart.current()), cause);
          case Change.Start start -> restart(start, false, cause);
          case Change.Unpause unpause -> unpause(unpause, cause);
          case Change.Update update -> inPlace(update, cause);
          case Change.Rerecord rerecord -> inPlace(rerecord, cause);
          case Change.Keep keep -> inPlace(keep, cause);
          case Change.Blocked blocked -> new Lane(blocked, null, null, null, MADE);
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

  /** Whether a process may be there, and so a stop has something to do. */
  static boolean hasProcess(ObservedContainer container) {
    return container.status().isAlive();
  }

  private Lane create(Change.Create change, String cause) {
    InstanceKey key = change.key();
    String created = make(change.desired(), change.generation(), cause);
    String started = start(key, MADE, Optional.empty(), cause);
    graph.order(created, started);
    return new Lane(change, created, started, started, MADE);
  }

  private Lane replace(Change.Replace change, String cause) {
    InstanceKey key = change.key();
    ObservedContainer old = change.current();
    boolean running = hasProcess(old);
    String created = make(change.desired(), change.generation(), cause);
    String stopped = running ? stop(key, old, cause) : null;
    String started = start(key, MADE, running ? Optional.of(old.id()) : Optional.empty(), cause);
    String removed = remove(key, old, cause);
    graph.order(created, stopped);
    graph.order(created, started);
    graph.order(stopped, started);
    graph.order(started, removed);
    return new Lane(change, created, stopped == null ? started : stopped, started, MADE);
  }

  private Lane restart(Change.OfCurrent change, boolean stopsFirst, String cause) {
    InstanceKey key = change.key();
    Action.Target same = new Action.Target.Existing(change.current().id());
    String stopped = stopsFirst ? stop(key, change.current(), cause) : null;
    Chain chain = rewrite(change, stopped, cause);
    String started = start(key, same, Optional.empty(), cause);
    graph.order(chain.last(), started);
    return new Lane(
        change,
        chain.first() == null ? started : chain.first(),
        stopped == null ? started : stopped,
        started,
        same);
  }

  private Lane unpause(Change.Unpause change, String cause) {
    String id = change.current().id();
    String thawed = graph.add(new Action.Unpause(change.key(), id), cause);
    rewrite(change, thawed, cause);
    return new Lane(change, thawed, null, thawed, new Action.Target.Existing(id));
  }

  private Lane inPlace(Change.OfCurrent change, String cause) {
    Chain chain = rewrite(change, null, cause);
    return new Lane(
        change, chain.first(), null, null, new Action.Target.Existing(change.current().id()));
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
    return graph.add(
        new Action.CreateContainer(desired, generation, FieldTable.fieldsOf(desired)), cause);
  }

  private String start(
      InstanceKey key, Action.Target target, Optional<String> fallback, String cause) {
    return graph.add(new Action.StartContainer(key, target, fallback), cause);
  }

  String stop(InstanceKey key, ObservedContainer container, String cause) {
    return graph.add(new Action.StopContainer(key, container.id()), cause);
  }

  String remove(InstanceKey key, ObservedContainer container, String cause) {
    return graph.add(new Action.RemoveContainer(key, container.id()), cause);
  }
}
