package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.host.FileTree;
import dev.jpod.host.Mounts;
import dev.jpod.host.Posix;
import dev.jpod.host.RunningProcess;
import dev.jpod.model.JpodException;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Removes containers so that nothing of them is left, whatever state they are in. */
final class Removal {
  private static final Duration DEATH = Duration.ofSeconds(10);

  /** What a monitor needs between its script's last word and its own end. */
  private static final Duration LAST_STEPS = Duration.ofMillis(500);

  private static final String RECORD = "record.json";

  private final Workshop workshop;
  private final Stopping stopping;

  Removal(Workshop workshop, Stopping stopping) {
    this.workshop = workshop;
    this.stopping = stopping;
  }

  /** Returns the record of what was removed, or null when there was none. */
  @Nullable ContainerRecord remove(String id, RemovalMode mode) {
    if (!ContainerRecords.isId(id)) {
      throw new IllegalArgumentException("'" + id + "' is not a container id");
    }
    ContainerFiles files = workshop.files(id);
    if (!Files.exists(files.bundle()) && !Files.exists(files.run())) {
      return null;
    }
    workshop.boot().ensureCurrent();
    ContainerRecord record = workshop.records().find(id);
    if (record != null && record.phase() == Phase.READY) {
      end(record, files, mode);
    }
    awaitMonitor(files);
    try (ContainerLock _ = ContainerLock.forRemoval(files, workshop.cgroups())) {
      ContainerRecord current = workshop.records().find(id);
      if (current != null && current.phase() == Phase.READY && mode == RemovalMode.ONLY_STOPPED) {
        refuseActive(current, files);
      }
      if (current != null && current.phase() != Phase.REMOVING) {
        workshop.records().save(current.in(Phase.REMOVING));
      }
      discard(id, current);
      return current;
    }
  }

  private void end(ContainerRecord record, ContainerFiles files, RemovalMode mode) {
    switch (mode) {
      case ONLY_STOPPED -> refuseActive(record, files);
      case STOP_FIRST -> stopping.stop(record.id(), Requester.RECONCILER, null);
      case KILL_FIRST -> stopping.stop(record.id(), Requester.RECONCILER, Duration.ZERO);
    }
  }

  private static void refuseActive(ContainerRecord record, ContainerFiles files) {
    Vitals vitals = Vitals.read(files);
    if (vitals.isRunning() || vitals.state() == Vitals.State.WAITING) {
      throw JpodException.refused(
          "container '" + record.name() + "' runs", "stop it first, or use --force");
    }
  }

  /**
   * Takes away all that a container has. Its folder goes when all else has gone but the lock, and
   * the record last of it, so that what a crash leaves is found again. The lock is held, so nothing
   * starts the container meanwhile.
   */
  void discard(String id, @Nullable ContainerRecord record) {
    ContainerFiles files = workshop.files(id);
    try {
      Files.deleteIfExists(files.launch().resolve("container"));
      Stopping.wakeWaiter(files);
      Vitals vitals = Vitals.read(files);
      end(vitals.process());
      end(vitals.monitor());
      endGroup(Vitals.identity(files.checker()));
      endGroup(Vitals.identity(files.prober()));
      endMembers(files, record);
      for (String runtime : Runtimes.NAMES) {
        FileTree.delete(workshop.layout().runtimeState(runtime).resolve(id));
      }
      Passage.clear(workshop.layout(), workshop.user(), id);
      Mounts.detachBelow(files.bundle());
      Mounts.detachBelow(files.run());
      if (record == null) {
        workshop.volumes().deleteOwnOf(id);
      } else {
        record.ownVolumes().forEach(workshop.volumes()::delete);
      }
      emptyBut(files.lock());
      emptyBut(files.bundle().resolve(RECORD));
      FileTree.delete(files.bundle());
      FileTree.delete(files.run());
    } catch (IOException e) {
      throw DiskFailure.of(e, files.bundle(), "be removed");
    }
  }

  /** Ends what may be left of a container that was not the first of its PID namespace. */
  private void endMembers(ContainerFiles files, @Nullable ContainerRecord record) {
    workshop.cgroups().destroyContainer(files.id());
    boolean hasNone =
        record == null
            ? workshop.cgroups().place() instanceof CgroupPlace.None
            : record.cgroup().isEmpty();
    if (hasNone) {
      new ContainerProcesses(files).end();
    } else if (record != null) {
      workshop.cgroups().destroy(record.cgroup());
    }
  }

  /** Lets the monitor come to its end by itself, for which its script may need the lock. */
  private static void awaitMonitor(ContainerFiles files) {
    Vitals vitals = Vitals.read(files);
    Identity monitor = vitals.monitor();
    if (monitor == null || vitals.isRunning()) {
      return;
    }
    try (RunningProcess conmon = RunningProcess.hold(monitor.pid(), monitor.startTicks())) {
      if (conmon != null) {
        conmon.awaitEnd(LAST_STEPS);
      }
    }
  }

  private static void end(@Nullable Identity identity) {
    if (identity == null) {
      return;
    }
    try (RunningProcess process = RunningProcess.hold(identity.pid(), identity.startTicks())) {
      if (process != null) {
        process.signal(Signals.KILL);
        process.awaitEnd(DEATH);
      }
    }
  }

  /** Kills a process with the group that it leads. */
  private static void endGroup(@Nullable Identity leader) {
    if (leader != null && leader.lives()) {
      Posix.ofHost().kill(-leader.pid(), Signals.KILL);
    }
  }

  /** Deletes all that lies beside a file. */
  private static void emptyBut(Path kept) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(kept.resolveSibling("."))) {
      for (Path entry : entries) {
        if (!entry.endsWith(kept.getFileName())) {
          FileTree.delete(entry);
        }
      }
    } catch (NoSuchFileException e) {
      return;
    }
  }
}
