package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.engine.Vitals.State;
import dev.jpod.host.RunningProcess;
import dev.jpod.model.JpodException;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Stops containers, and signals them. */
final class Stopping {
  private static final Duration DEATH = Duration.ofSeconds(10);
  private static final Duration CLEANING_UP = Duration.ofSeconds(20);
  private static final int SIGTERM = 15;
  private static final int SIGNAL_BASE = 128;

  private final Workshop workshop;

  Stopping(Workshop workshop) {
    this.workshop = workshop;
  }

  /** What a stop waits for. */
  private enum Until {
    NO_PROCESS_IS_LEFT,
    ALL_IS_CLEARED_UP
  }

  ContainerRecord stop(String id, Requester requester, @Nullable Duration timeout) {
    ContainerRecord record = workshop.records().require(id);
    Duration patience = timeout == null ? record.stopTimeout() : timeout;
    end(record, requester, signal(record, patience), patience, Until.ALL_IS_CLEARED_UP);
    return record;
  }

  /** Stops a container as an apply does, and leaves what comes after its end to its monitor. */
  ContainerRecord vacate(String id) {
    ContainerRecord record = workshop.records().require(id);
    Duration patience = record.stopTimeout();
    int signal = signal(record, patience);
    end(record, Requester.RECONCILER, signal, patience, Until.NO_PROCESS_IS_LEFT);
    return record;
  }

  private static int signal(ContainerRecord record, Duration patience) {
    return patience.isZero() ? Signals.KILL : Signals.number(record.stopSignal());
  }

  /** Sends a signal; one that ends a container counts as a stop by an operator. */
  ContainerRecord kill(String id, String signalName) {
    int signal = Signals.number(signalName);
    ContainerRecord record = workshop.records().require(id);
    ContainerFiles files = workshop.files(id);
    Vitals vitals = Vitals.read(files);
    if (!vitals.isRunning()) {
      throw JpodException.refused(
          "container '" + record.name() + "' does not run, so it cannot be signalled",
          "'jpod ps --all' shows its state");
    }
    if (signal == Signals.KILL) {
      end(record, Requester.OPERATOR, signal, Duration.ZERO, Until.ALL_IS_CLEARED_UP);
      return record;
    }
    if (signal == Signals.number(record.stopSignal())) {
      try (ContainerLock _ = ContainerLock.take(files)) {
        mark(files, Requester.OPERATOR);
      }
    }
    signal(vitals, signal);
    return record;
  }

  private void end(
      ContainerRecord record, Requester requester, int signal, Duration patience, Until until) {
    ContainerFiles files = workshop.files(record.id());
    workshop.boot().ensureCurrent();
    Vitals vitals;
    try (ContainerLock _ = ContainerLock.wrest(files, workshop.cgroups())) {
      mark(files, requester);
      vitals = Vitals.read(files);
      if (vitals.state() == State.WAITING) {
        cancelRestart(files, vitals);
        return;
      }
    }
    switch (vitals.state()) {
      case CREATED, EXITED, WAITING -> {}
      case STARTING, RUNNING -> {
        int exitCode = endProcess(record, vitals, signal, patience);
        boolean mayLeave =
            until == Until.NO_PROCESS_IS_LEFT && hasLivingMonitor(vitals) && isVacated(record);
        if (!mayLeave) {
          awaitCleanUp(files, vitals, exitCode);
        }
      }
    }
  }

  private static boolean hasLivingMonitor(Vitals vitals) {
    Identity monitor = vitals.monitor();
    return monitor != null && monitor.lives();
  }

  /**
   * In a PID namespace that it shares, a container's processes can outlive the first one until they
   * are cleared up; without a cgroup, whether any do is not asked.
   */
  private boolean isVacated(ContainerRecord record) {
    String cgroup = record.cgroup();
    return !cgroup.isEmpty() && !workshop.cgroups().hasProcesses(cgroup);
  }

  /** Returns the exit code that it should have ended with. */
  private int endProcess(ContainerRecord record, Vitals vitals, int signal, Duration patience) {
    int deadly = SIGNAL_BASE + signal;
    Identity identity = vitals.process();
    if (identity != null) {
      try (RunningProcess process = RunningProcess.hold(identity.pid(), identity.startTicks())) {
        if (process != null) {
          Duration left = new PreStopHook(workshop, record).run(patience);
          process.signal(signal);
          workshop.cgroups().thaw(record.cgroup());
          if (!process.awaitEnd(left)) {
            deadly = SIGNAL_BASE + Signals.KILL;
            process.signal(Signals.KILL);
            requireEnd(process, record);
          }
        }
      }
    }
    return deadly;
  }

  /**
   * Finishes a stop that was broken off once it had killed: what still dies must not be taken for
   * running by whoever starts the container again.
   */
  void finishWhatDies(ContainerRecord record) {
    ContainerFiles files = workshop.files(record.id());
    if (!Files.exists(files.stopped())) {
      return;
    }
    Vitals vitals = Vitals.read(files);
    Identity identity = vitals.process();
    if (vitals.state() == State.RUNNING && identity != null && identity.isDoomed()) {
      try (RunningProcess process = RunningProcess.hold(identity.pid(), identity.startTicks())) {
        if (process != null) {
          requireEnd(process, record);
        }
      }
      awaitCleanUp(files, vitals, SIGNAL_BASE + Signals.KILL);
    }
  }

  private static void requireEnd(RunningProcess process, ContainerRecord record) {
    if (!process.awaitEnd(DEATH)) {
      throw JpodException.failed(
          "container '" + record.name() + "' did not end even by SIGKILL",
          "its process hangs in the kernel, for example on a network file system: see 'dmesg'");
    }
  }

  /** The monitor does the rest and ends; where it is gone, its script is run from here. */
  private void awaitCleanUp(ContainerFiles files, Vitals vitals, int exitCode) {
    Identity monitor = vitals.monitor();
    if (monitor != null) {
      try (RunningProcess conmon = RunningProcess.hold(monitor.pid(), monitor.startTicks())) {
        if (conmon != null && conmon.awaitEnd(CLEANING_UP)) {
          return;
        }
        if (conmon != null) {
          conmon.signal(Signals.KILL);
        }
      }
    }
    if (Vitals.read(files).state() == State.EXITED) {
      return;
    }
    String attempt = Vitals.text(files.attempt());
    try (ContainerLock _ = ContainerLock.take(files)) {
      Files.createDirectories(files.exitFolder());
      if (!Files.exists(files.exitCode())) {
        Files.writeString(files.exitCode(), Integer.toString(exitCode));
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, files.exitCode(), "be written");
    }
    workshop.script().exited(files, attempt == null ? "0" : attempt.strip());
  }

  /** Ends the script that waits before a restart; the lock is held. */
  private static void cancelRestart(ContainerFiles files, Vitals vitals) {
    try {
      Path fresh = files.bundle().resolve("state.new");
      Files.writeString(fresh, "exited " + vitals.exitCode() + " stopped\n");
      Files.move(fresh, files.state(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw DiskFailure.of(e, files.state(), "be written");
    }
    wakeWaiter(files);
  }

  /** Ends the script that waits before a restart, if one does; the lock is held. */
  static void wakeWaiter(ContainerFiles files) {
    Identity waiter = Vitals.identity(files.waiter());
    if (waiter == null) {
      return;
    }
    try (RunningProcess script = RunningProcess.hold(waiter.pid(), waiter.startTicks())) {
      if (script != null) {
        script.signal(SIGTERM);
        script.awaitEnd(DEATH);
      }
    }
  }

  /** Signals the first process, if it lives. */
  static void signal(Vitals vitals, int signal) {
    Identity identity = vitals.process();
    if (identity == null) {
      return;
    }
    try (RunningProcess process = RunningProcess.hold(identity.pid(), identity.startTicks())) {
      if (process != null) {
        process.signal(signal);
      }
    }
  }

  /** Notes that the container is meant to be stopped; an operator's wish outlasts an apply's. */
  private static void mark(ContainerFiles files, Requester requester) {
    if (requester == Requester.RECONCILER && Files.exists(files.stopped())) {
      return;
    }
    try {
      Files.writeString(
          files.stopped(),
          requester.name().toLowerCase(Locale.ROOT) + "\n",
          StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw DiskFailure.of(e, files.stopped(), "be written");
    }
  }
}
