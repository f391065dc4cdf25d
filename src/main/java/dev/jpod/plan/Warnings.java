package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.PodField;
import dev.jpod.diff.StrategyChoice;
import dev.jpod.diff.StrategyChoice.Wish;
import dev.jpod.model.Container;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.Instance;
import dev.jpod.model.Limit;
import dev.jpod.model.Mount;
import dev.jpod.model.Pod;
import dev.jpod.model.Security;
import dev.jpod.model.Security.Device;
import dev.jpod.model.UserNamespaceMode;
import dev.jpod.observed.Health;
import dev.jpod.observed.UnkeptLimits.Cause;
import dev.jpod.observed.UnkeptLimits.DeviceAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a plan warns of; the replicas of a pod are warned of once. */
final class Warnings {
  private final ChangeSet changes;
  private final Patience patience;
  private final Set<Warning> found = new LinkedHashSet<>();

  private Warnings(ChangeSet changes, Patience patience) {
    this.changes = changes;
    this.patience = patience;
  }

  static List<Warning> of(ChangeSet changes, Patience patience) {
    Warnings warnings = new Warnings(changes, patience);
    warnings.ignoredLimits();
    for (PodChange change : changes.pods()) {
      if (change instanceof PodChange.Replace replace) {
        warnings.ownersInVolumes(replace);
      }
    }
    for (Change change : changes.changes()) {
      warnings.look(change);
    }
    return new ArrayList<>(warnings.found);
  }

  private void look(Change change) {
    switch (change) {
      case Change.Create create -> {
        devices(create.desired());
        deadline(create.desired());
      }
      case Change.Start start -> deadline(start.desired());
      case Change.Restart restart -> deadline(restart.desired());
      case Change.Replace replace -> {
        strategy(replace);
        devices(replace.desired());
        deadline(replace.desired());
      }
      case Change.Keep keep -> {
        if (keep.current().health() == Health.UNHEALTHY) {
          warn(
              "'" + keep.key().display() + "' runs, but is unhealthy",
              "see 'jpod inspect " + keep.key().containerName() + "' for what its check says");
        }
      }
      case Change.Update _,
          Change.Rerecord _,
          Change.Signal _,
          Change.Unpause _,
          Change.Blocked _,
          Change.Remove _ -> {}
    }
  }

  private void ignoredLimits() {
    StringBuilder names = new StringBuilder();
    for (Limit limit : changes.limits().ignored()) {
      names.append(names.isEmpty() ? "'" : ", '").append(limit.field()).append("'");
    }
    if (!names.isEmpty()) {
      Cause first = changes.limits().causes().values().iterator().next();
      warn(
          "limits are ignored that nobody would keep, " + names + ": " + first.reason(),
          first.hint());
    }
  }

  /** Where ids are chosen for a pod that had some, its volumes decide which. */
  private void ownersInVolumes(PodChange.Replace replace) {
    Pod pod = replace.desired().pod();
    boolean isKept =
        pod.userns() instanceof UserNamespaceMode.Auto
            && replace.current().applied().containsKey(PodField.USERNS.path());
    if (isKept || !replace.difference().changes(PodField.USERNS)) {
      return;
    }
    for (Container container : pod.containers()) {
      for (Mount mount : container.mounts()) {
        if (mount instanceof Mount.Volume volume && volume.name() != null) {
          warn(
              "'"
                  + pod.name()
                  + "' gets other users, and the files in volume '"
                  + volume.name()
                  + "' keep their owners",
              "give them to the users that the pod has then, or leave its 'userns' as it is");
        }
      }
    }
  }

  /** Those with all permissions but to make nodes, which a user namespace forbids anyway. */
  private void devices(Instance instance) {
    Security security = instance.container().security();
    if (changes.limits().devices() == DeviceAccess.RESTRICTED || security.privileged()) {
      return;
    }
    for (Device device : security.devices()) {
      if (!device.permissions().startsWith("rw")) {
        warn(
            "'"
                + instance.key().pod()
                + "' can do more with '"
                + device.source()
                + "' than '"
                + device.permissions()
                + "': only root can keep containers to that",
            "what the user may do with the file on the host holds; run jpod as root where that is"
                + " too much");
      }
    }
  }

  private void strategy(Change.Replace replace) {
    StrategyChoice choice = replace.choice();
    String name = "'" + replace.key().pod() + "'";
    if (choice.wish() == Wish.NOT_FOLLOWED) {
      warn(
          name + " cannot be replaced startFirst this time, since " + choice.why(),
          "it is away from when the old one stops until the new one is ready");
    }
    boolean isChecked = changes.checks().of(replace.desired()) != null;
    if (choice.startsFirst() && !isChecked && replace.desired().pod().containers().size() == 1) {
      warn(
          name + " has no health check, so it takes over as soon as it runs",
          "give it a 'healthCheck', so that it takes over once it is ready");
    }
  }

  /** A deadline before the check itself gives up hides what the check would have said. */
  private void deadline(Instance instance) {
    HealthCheck check = changes.checks().of(instance);
    if (check == null || patience.waitFor() == WaitFor.STARTED) {
      return;
    }
    Duration own = instance.pod().update().deadline();
    Duration deadline = own == null ? patience.deadline() : own;
    Duration needed = check.startPeriod().plus(check.interval().multipliedBy(check.retries()));
    if (deadline.compareTo(needed) < 0) {
      warn(
          "'"
              + instance.key().pod()
              + "' has "
              + Values.duration(deadline)
              + " to become healthy, but its health check takes "
              + Values.duration(needed)
              + " to find that it is not",
          own == null
              ? "wait longer with --wait-timeout, or check more often"
              : "give 'update' a longer 'deadline', or check more often");
    }
  }

  private void warn(String text, String hint) {
    found.add(new Warning(text, hint));
  }
}
