package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.host.ProcFs;
import dev.jpod.host.RunningProcess;
import dev.jpod.json.JsonText;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.runtime.InfraBundle;
import dev.jpod.runtime.UserNamespace;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.PodRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first process of a pod's PID namespace: nothing else keeps such a namespace alive. */
final class InfraProcess {
  private static final Duration DEATH = Duration.ofSeconds(10);
  private static final int SIGKILL = 9;

  /** It keeps its standard streams for its whole life, and nobody is to wait for their end. */
  private static final String DETACHED = "errors=$1; shift; exec \"$@\" >/dev/null 2>\"$errors\"";

  private final Workshop workshop;

  InfraProcess(Workshop workshop) {
    this.workshop = workshop;
  }

  /** The process, whether it lives or not; null when none was started in this boot. */
  static @Nullable Identity of(PodFiles files) {
    return Vitals.identity(files.infraProcess());
  }

  static boolean lives(PodFiles files) {
    Identity process = of(files);
    return process != null && process.lives();
  }

  /**
   * Starts it, in the namespaces that are pinned already. What is left of an earlier one goes.
   *
   * @return its process id
   */
  long start(PodRecord record, PodFiles files) {
    discard(record, files);
    Path rootfs = rootfs(record, files);
    Path pidFile = files.run().resolve("infra.pid");
    Path errors = files.run().resolve("infra.err");
    try {
      Files.createDirectories(rootfs);
      Files.createDirectories(files.infra());
      DurableFile.writeSoon(
          files.infra().resolve("config.json"),
          JsonText.compact(
              InfraBundle.config(
                  rootfs.toString(),
                  workshop.programs().require("catatonit").toString(),
                  cgroup(files),
                  pinned(record, files),
                  joined(record, files))),
          PosixFilePermissions.fromString("rw-------"));
      CommandResult result =
          workshop
              .runner()
              .run(
                  Command.of(
                      List.of(
                          workshop.programs().require("sh").toString(),
                          "-c",
                          DETACHED,
                          "sh",
                          errors.toString(),
                          record.runtime().path(),
                          "--root",
                          state(record).toString(),
                          "run",
                          "--detach",
                          "--pid-file",
                          pidFile.toString(),
                          "--bundle",
                          files.infra().toString(),
                          record.id())));
      if (!result.succeeded()) {
        throw JpodException.failed(
            "the infra process of pod '"
                + record.name()
                + "' could not be started: "
                + StartFailure.unwrapped(Files.readString(errors)),
            "the runtime's words tell the cause");
      }
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      Files.writeString(files.infraProcess(), pid + " " + ProcFs.startTicks(pid) + "\n");
      return pid;
    } catch (IOException e) {
      throw DiskFailure.of(e, files.infra(), "be filled");
    }
  }

  private Path rootfs(PodRecord record, PodFiles files) {
    if (record.ids() == null) {
      return files.infra().resolve("rootfs");
    }
    Passage passage = Passage.of(workshop.layout(), workshop.user(), record.id(), record.ids());
    Owners owners = new Owners(record.ids());
    passage.make(owners);
    try {
      // crun puts devices there, and makes the folder for it in no user namespace.
      Path devices = Files.createDirectories(passage.root().resolve("dev"));
      owners.giveToRoot(devices);
    } catch (IOException e) {
      throw DiskFailure.of(e, passage.root(), "be filled");
    }
    return passage.root();
  }

  private static @Nullable UserNamespace joined(PodRecord record, PodFiles files) {
    return record.ids() == null
        ? null
        : new UserNamespace(files.userNamespace().toString(), record.ids());
  }

  private String cgroup(PodFiles files) {
    String pod = workshop.cgroups().path(files.id());
    return pod.isEmpty() ? Cgroups.NONE : pod + "/infra";
  }

  private static Map<Namespace, String> pinned(PodRecord record, PodFiles files) {
    Map<Namespace, String> pinned = new EnumMap<>(Namespace.class);
    for (Namespace namespace : record.held()) {
      if (namespace != Namespace.PID) {
        pinned.put(namespace, files.namespace(namespace).toString());
      }
    }
    return pinned;
  }

  /** Ends it, and with it every process of its namespace. Idempotent. */
  void discard(PodRecord record, PodFiles files) {
    Identity identity = of(files);
    if (identity != null) {
      try (RunningProcess process = RunningProcess.hold(identity.pid(), identity.startTicks())) {
        if (process != null) {
          process.signal(SIGKILL);
          process.awaitEnd(DEATH);
        }
      }
    }
    try {
      Path state = state(record).resolve(record.id());
      if (Files.exists(state)) {
        workshop.cgroups().destroy(cgroup(files));
        FileTree.delete(state);
      }
      Files.deleteIfExists(files.infraProcess());
    } catch (IOException e) {
      throw DiskFailure.of(e, files.run(), "be cleared");
    }
  }

  private Path state(PodRecord record) {
    return workshop.layout().runtimeState(record.runtime().name());
  }
}
