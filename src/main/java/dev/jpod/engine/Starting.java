package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.host.CommandResult;
import dev.jpod.model.JpodException;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Starts containers. */
final class Starting {
  private static final long LOOK_NANOS = 500_000;
  private static final long FIRST_STEPS_NANOS = 60_000_000;
  private static final long EXIT_CODE_NANOS = 500_000_000;
  private static final String SECRET_FIELDS = "secrets.";

  private final Workshop workshop;

  Starting(Workshop workshop) {
    this.workshop = workshop;
  }

  ContainerRecord start(String id, Gate gate) {
    ContainerRecord record = workshop.records().require(id);
    requireReady(record);
    requirePrograms(record);
    requireCgroup(record);
    workshop.boot().ensureCurrent();
    ContainerFiles files = workshop.files(id);
    try {
      Files.createDirectories(files.exitFolder());
    } catch (IOException e) {
      throw DiskFailure.of(e, files.exitFolder(), "be made");
    }
    requireSecrets(record, files);
    new Stopping(workshop).finishWhatDies(record);
    raisePod(record);
    Instant started = workshop.clock().instant();
    CommandResult result = runScript(files, gate);
    if (!result.succeeded()) {
      ContainerLock.clearAwayIfGone(files);
      if (StartFailure.isOfMount(result)) {
        requireImage(record);
      }
      throw StartFailure.of(record, result);
    }
    watchFirstSteps(record, files, started);
    return record;
  }

  /** Refuses a container that was made in a cgroup which is the user's no more. */
  private void requireCgroup(ContainerRecord record) {
    if (workshop.user().isRoot() || record.cgroup().isEmpty()) {
      return;
    }
    String delegated = CgroupPlace.Below.above(record.cgroup());
    boolean isThere =
        switch (workshop.cgroups().place()) {
          case CgroupPlace.Below below -> below.folder().equals(delegated);
          case CgroupPlace.None _ -> false;
        };
    if (!isThere) {
      throw JpodException.refused(
          "container '"
              + record.name()
              + "' was made in the cgroup '"
              + delegated
              + "', which is not delegated to user "
              + workshop.user().id()
              + " any more",
          "let an administrator delegate it again, or remove the container by 'jpod rm --force "
              + record.name()
              + "' and apply its stack again");
    }
  }

  /** Says so when the layers of an image are gone that another program's store had. */
  private void requireImage(ContainerRecord record) {
    try {
      workshop.images().require(record.image());
    } catch (JpodException e) {
      throw new JpodException(
          e.failure(),
          "container '" + record.name() + "' could not be started: " + e.getMessage(),
          e.hint(),
          e);
    }
  }

  private void raisePod(ContainerRecord record) {
    String pod = record.pod();
    if (pod != null && !Files.exists(new PodFiles(workshop.layout(), pod).up())) {
      new StoredPods(workshop).raise(pod);
    }
  }

  /** A start that takes for ever is made to fail, so that it does not keep the container's lock. */
  private CommandResult runScript(ContainerFiles files, Gate gate) {
    try {
      return workshop.script().start(files, gate);
    } catch (JpodException e) {
      ContainerProcesses.endStart(files, workshop.cgroups());
      throw e;
    }
  }

  private static void requireReady(ContainerRecord record) {
    if (record.phase() != Phase.READY) {
      throw JpodException.refused(
          "container '" + record.name() + "' is only half there and cannot be started",
          "remove it, or apply its stack again");
    }
  }

  /**
   * Refuses a container whose monitor or runtime is gone from the host, or whose files are damaged.
   * Whoever stops a container to start it again asks this first.
   */
  void requirePrograms(ContainerRecord record) {
    ContainerFiles files = workshop.files(record.id());
    if (Bundle.hasLostSecrets(files)) {
      throw lostSecrets(record);
    }
    requireWhole(record, files.config(), Bundle::isWhole);
    for (String name : LaunchFiles.NAMES) {
      byte[] words = requireWhole(record, files.launch().resolve(name), LaunchFiles::isWhole);
      if (name.equals(LaunchFiles.MONITOR)) {
        workshop.programs().require(LaunchFiles.firstWord(words));
      }
    }
    workshop.programs().require(record.runtime().path());
    if (Files.exists(files.check())) {
      requireWhole(record, files.check(), LaunchFiles::isWhole);
      requireWhole(record, files.probe(), LaunchFiles::isWhole);
    }
  }

  private static byte[] requireWhole(ContainerRecord record, Path file, Predicate<byte[]> isWhole) {
    try {
      byte[] content = Files.readAllBytes(file);
      if (isWhole.test(content)) {
        return content;
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be read");
    }
    throw JpodException.failed(
        "'" + file + "', which container '" + record.name() + "' is started by, is damaged",
        "remove the container by 'jpod rm --force "
            + record.name()
            + "' and apply its stack again");
  }

  private static void requireSecrets(ContainerRecord record, ContainerFiles files) {
    boolean hasSecrets =
        record.applied().tailMap(SECRET_FIELDS).keySet().stream()
            .findFirst()
            .filter(path -> path.startsWith(SECRET_FIELDS))
            .isPresent();
    if (hasSecrets && !Files.isDirectory(files.secrets())) {
      throw lostSecrets(record);
    }
  }

  private static JpodException lostSecrets(ContainerRecord record) {
    return JpodException.refused(
        "the secrets of container '" + record.name() + "' went with the last boot",
        "apply its stack again: it brings the secrets");
  }

  /**
   * The runtime reports what it finds out before it hands over to the program. A program that the
   * kernel then refuses, for example because of its interpreter, ends at once.
   */
  private static void watchFirstSteps(
      ContainerRecord record, ContainerFiles files, Instant started) {
    Identity process = Vitals.read(files).process();
    if (process == null) {
      return;
    }
    long until = System.nanoTime() + FIRST_STEPS_NANOS;
    while (process.isStillRuntime() && System.nanoTime() < until) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    if (process.lives()) {
      return;
    }
    Integer code = awaitExitCode(files);
    if (code != null && code != 0) {
      throw StartFailure.endedAtOnce(record, code, files, started);
    }
  }

  private static @Nullable Integer awaitExitCode(ContainerFiles files) {
    long until = System.nanoTime() + EXIT_CODE_NANOS;
    while (System.nanoTime() < until) {
      Vitals vitals = Vitals.read(files);
      if (vitals.state() == Vitals.State.EXITED || vitals.state() == Vitals.State.WAITING) {
        return vitals.exitCode();
      }
      String code = Vitals.text(files.exitCode());
      if (code != null && !code.isBlank()) {
        return Integer.valueOf(code.strip());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return null;
  }
}
