package dev.jpod.diff;

import dev.jpod.diff.Change.KeepReason;
import dev.jpod.diff.Change.ReplaceReason;
import dev.jpod.diff.Change.RestartReason;
import dev.jpod.diff.Change.StartReason;
import dev.jpod.model.Container;
import dev.jpod.model.Instance;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ObservedContainer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a container that is there and wanted: its state and its difference together
 * decide. A restart, a start and a replacement carry all cheaper changes with them.
 */
record Decision(
    Instance desired, ObservedContainer current, Difference difference, int nextGeneration) {
  Change.OfWanted make() {
    if (difference.isEmpty() && isWatched(current.status())) {
      return asItIs(KeepReason.RUNNING);
    }
    @Nullable ChangeClass dearest = difference.dearest();
    if (dearest == ChangeClass.REPLACE) {
      return replace(ReplaceReason.FIELDS_CHANGED);
    }
    return switch (current.status()) {
      case ContainerStatus.Running running ->
          switch (running.monitor()) {
            case ALIVE -> inPlace(KeepReason.RUNNING);
            case STOPPING -> resume();
            case GONE -> restart(RestartReason.MONITOR_GONE);
          };
      case ContainerStatus.Paused paused ->
          switch (paused.monitor()) {
            case ALIVE ->
                dearest == ChangeClass.RESTART
                    ? restart(RestartReason.CONTENT_CHANGED)
                    : new Change.Unpause(desired, current, difference);
            case STOPPING -> restart(RestartReason.STOP_BROKEN_OFF);
            case GONE -> restart(RestartReason.MONITOR_GONE);
          };
      case ContainerStatus.Restarting restarting -> whileRestarting(restarting.exitCode());
      case ContainerStatus.Created _ -> start(StartReason.NEVER_STARTED);
      case ContainerStatus.Exited exited -> afterExit(exited);
      case ContainerStatus.Lost lost ->
          start(
              switch (lost.reason()) {
                case REBOOT -> StartReason.HOST_REBOOTED;
                case RUN_FOLDER_GONE -> StartReason.RUN_FOLDER_GONE;
                case PROCESS_GONE -> StartReason.PROCESS_GONE;
              });
      case ContainerStatus.Incomplete _, ContainerStatus.Removing _ ->
          throw new IllegalStateException(current.name() + " is a leftover and cannot be kept");
    };
  }

  Change.Replace replace(ReplaceReason reason) {
    return replace(reason, StrategyChoice.STOP_FIRST);
  }

  Change.Replace replace(ReplaceReason reason, StrategyChoice choice) {
    return new Change.Replace(desired, current, difference, nextGeneration, choice, reason);
  }

  private static boolean isWatched(ContainerStatus status) {
    return status instanceof ContainerStatus.Running running && running.monitor() == Monitor.ALIVE;
  }

  /** A start does nothing to a container that runs but take back what was said of a stop. */
  private Change.OfWanted resume() {
    return difference.isEmpty()
        ? start(StartReason.STOP_BROKEN_OFF)
        : restart(RestartReason.STOP_BROKEN_OFF);
  }

  /** One that fails again and again is not as it should be, although nobody has to see to it. */
  private Change.OfWanted whileRestarting(int exitCode) {
    return exitCode == 0 || difference.dearest() == ChangeClass.RESTART
        ? inPlace(KeepReason.RUNNING)
        : start(StartReason.FAILING);
  }

  private Change.OfWanted afterExit(ContainerStatus.Exited exited) {
    return switch (exited.cause()) {
      case STOPPED -> start(StartReason.STOPPED_BY_HAND);
      case OUT_OF_MEMORY -> start(StartReason.OUT_OF_MEMORY);
      case START_FAILED -> start(StartReason.START_FAILED);
      case BY_ITSELF -> afterOwnExit(exited.exitCode());
    };
  }

  private Change.OfWanted afterOwnExit(int exitCode) {
    RestartPolicy policy = desired.container().lifecycle().restart();
    if (isInit() ? exitCode == 0 : policy.isCompletion(exitCode)) {
      return inPlace(KeepReason.COMPLETED);
    }
    if (current.wanted() == ObservedContainer.Wanted.STOPPED) {
      return start(StartReason.STOPPED_BY_HAND);
    }
    return start(
        policy.maxRetries() > 0 && current.restarts() >= policy.maxRetries()
            ? StartReason.RETRIES_USED_UP
            : StartReason.EXITED);
  }

  private boolean isInit() {
    return desired.container().role() == Container.Role.INIT;
  }

  private Change.OfWanted inPlace(KeepReason reason) {
    return switch (difference.dearest()) {
      case null -> asItIs(reason);
      case META -> new Change.Rerecord(desired, current, difference);
      case LIVE -> new Change.Update(desired, current, difference);
      case SIGNAL ->
          current.status().hasProcess()
              ? new Change.Signal(desired, current, difference)
              : withoutProcess();
      case RESTART, REPLACE -> restart(RestartReason.CONTENT_CHANGED);
    };
  }

  /** One that is adopted gets its owner written down, and no more. */
  private Change.OfWanted asItIs(KeepReason reason) {
    return current.isAdopted()
        ? new Change.Rerecord(desired, current, difference)
        : new Change.Keep(desired, current, reason);
  }

  /** Nobody is there to be told: whatever starts next reads the new files. */
  private Change.OfWanted withoutProcess() {
    return difference.changesLimits()
        ? new Change.Update(desired, current, difference)
        : new Change.Rerecord(desired, current, difference);
  }

  private Change.OfWanted restart(RestartReason reason) {
    return new Change.Restart(desired, current, difference, reason);
  }

  private Change.OfWanted start(StartReason reason) {
    return new Change.Start(desired, current, difference, reason);
  }
}
