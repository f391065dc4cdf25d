package dev.jpod.diff;

import dev.jpod.model.Digest;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.HostQuestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What has to be known of the host before changes are made to it. */
final class Questions {
  private Questions() {}

  static HostQuestions of(ChangeSet changes) {
    Set<PodKey> running = running(changes.changes());
    List<PodInstance> raised = new ArrayList<>(0);
    List<PodInstance> run = new ArrayList<>(0);
    for (PodChange change : changes.pods()) {
      if (change instanceof PodChange.OfWanted wanted) {
        if (!(change instanceof PodChange.Keep)) {
          raised.add(wanted.desired());
        }
        if (running.contains(change.key())) {
          run.add(wanted.desired());
        }
      }
    }
    SortedMap<String, NetworkSpec> made = new TreeMap<>();
    for (NetworkChange change : changes.networks()) {
      NetworkSpec spec = change.made();
      if (spec != null) {
        made.put(change.network(), spec);
      }
    }
    return new HostQuestions(
        PodObstacles.newPorts(changes.pods()),
        raised,
        run,
        made,
        images(changes.changes(), running),
        LimitObstacles.asked(changes));
  }

  /**
   * The images whose own health checks count: of all containers of a pod in which one is made or
   * started, since the others may have to be made anew with it.
   */
  private static Set<Digest> images(List<Change> changes, Set<PodKey> running) {
    Set<Digest> images = new HashSet<>();
    for (Change change : changes) {
      if (change instanceof Change.OfWanted wanted
          && running.contains(change.key().podKey())
          && wanted.desired().container().healthCheck() == null) {
        images.add(wanted.desired().image());
      }
    }
    return images;
  }

  /** The pods in which a container gets a process, or one that checks it. */
  private static Set<PodKey> running(List<Change> changes) {
    Set<PodKey> running = new HashSet<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Create _, Change.Replace _, Change.Restart _, Change.Start _ ->
            running.add(change.key().podKey());
        case Change.Rerecord rerecord -> {
          if (rerecord.difference().changes(Field.HEALTH_CHECK)) {
            running.add(change.key().podKey());
          }
        }
        case Change.Update _,
            Change.Signal _,
            Change.Unpause _,
            Change.Keep _,
            Change.Blocked _,
            Change.Remove _ -> {}
      }
    }
    return running;
  }
}
