package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.engine.Vitals.State;
import dev.jpod.host.RunningProcess;
import dev.jpod.model.JpodException;
import dev.jpod.store.ContainerRecord;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits for the end of containers. */
final class AwaitingExit {
  /** How long a process is waited for before the files are looked at again. */
  private static final Duration SLICE = Duration.ofSeconds(1);

  private final Workshop workshop;

  AwaitingExit(Workshop workshop) {
    this.workshop = workshop;
  }

  @Nullable Integer await(String id, Duration timeout) {
    ContainerRecord record = workshop.records().require(id);
    ContainerFiles files = workshop.files(id);
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Vitals vitals = Vitals.read(files);
      if (vitals.state() == State.EXITED && vitals.exitCode() >= 0) {
        return vitals.exitCode();
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      Duration wait = Duration.ofNanos(Math.min(left, SLICE.toNanos()));
      if (!awaitEnd(vitals.process(), wait) && !awaitEnd(vitals.monitor(), wait)) {
        requireFuture(record, files, vitals);
      }
    }
  }

  /** Whether there was a process to wait for. */
  private static boolean awaitEnd(@Nullable Identity identity, Duration wait) {
    if (identity == null) {
      return false;
    }
    try (RunningProcess process = RunningProcess.hold(identity.pid(), identity.startTicks())) {
      if (process == null) {
        return false;
      }
      process.awaitEnd(wait);
      return true;
    }
  }

  /** Neither process nor monitor lives: unless something has just happened, nothing will. */
  private static void requireFuture(ContainerRecord record, ContainerFiles files, Vitals before) {
    Vitals now = Vitals.read(files);
    if (!now.equals(before)) {
      return;
    }
    String why =
        now.state() == State.CREATED ? "was never started" : "was lost without an exit code";
    throw JpodException.failed(
        "container '" + record.name() + "' " + why, "start it, or apply its stack again");
  }
}
