package dev.jpod.reconcile;

import dev.jpod.diff.Change;
import dev.jpod.diff.HostNames;
import dev.jpod.model.Container;
import dev.jpod.model.Container.Role;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.Mount;
import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names what a rollback leaves as it is: data that was written, and what ran to its end. */
final class NotUndone {
  private static final String RAN = " ran, and what it did is not taken back";

  private NotUndone() {}

  /** One sentence each, without a full stop, in order. */
  static List<String> of(Execution execution) {
    Set<InstanceKey> started = new HashSet<>();
    List<String> sentences = new ArrayList<>();
    for (Step step : execution.plan().steps()) {
      if (step.action() instanceof Action.StartContainer start && execution.hasDone(step)) {
        started.add(start.key());
      }
      if (step.action() instanceof Action.RunHook run && execution.hasBegun(step)) {
        sentences.add("hook " + run.hook().name() + RAN);
      }
    }
    Set<String> gone = new HashSet<>();
    for (Step step : execution.plan().steps()) {
      if (step.action() instanceof Action.RemoveContainer remove && execution.hasBegun(step)) {
        gone.add(remove.id());
      }
    }
    SortedSet<String> volumes = new TreeSet<>();
    for (Change change : execution.plan().changes().changes()) {
      if (change instanceof Change.Replace replace
          && replace.current().isAdopted()
          && gone.contains(replace.current().id())) {
        sentences.add(
            "'" + change.key().display() + "' was adopted, and the container from before is gone");
      }
      if (change instanceof Change.OfWanted wanted && started.contains(change.key())) {
        addVolumes(wanted.desired(), volumes);
        if (isOneShot(wanted.desired().container())) {
          sentences.add("'" + change.key().display() + "'" + RAN);
        }
      }
    }
    for (String volume : volumes) {
      sentences.add("the data in volume '" + volume + "' stays as it is now");
    }
    return sentences;
  }

  private static boolean isOneShot(Container container) {
    return container.role() == Role.INIT || container.lifecycle().restart().isCompletion(0);
  }

  private static void addVolumes(Instance instance, SortedSet<String> volumes) {
    for (Mount mount : instance.container().mounts()) {
      if (mount instanceof Mount.Volume volume && volume.name() != null) {
        volumes.add(HostNames.inStackFile(instance.key().stack(), volume.name()));
      }
    }
  }
}
