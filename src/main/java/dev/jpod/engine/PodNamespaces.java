package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.Mounts;
import dev.jpod.host.PinnedNamespace;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.PodRecord;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the namespaces that a pod holds, but for that of its network, and its shared memory. */
final class PodNamespaces {
  private static final String FROM_WITHIN = "echo 0 >\"$1\" && shift && exec \"$@\"";

  private final Workshop workshop;

  PodNamespaces(Workshop workshop) {
    this.workshop = workshop;
  }

  /** Makes those that are not there. */
  void make(PodRecord record, PodFiles files) {
    if (record.ids() == null) {
      makeHostOwned(record, files);
    } else {
      new PodUserNamespace(workshop).make(record, record.ids(), files);
    }
    if (record.held().contains(Namespace.IPC)) {
      mountSharedMemory(record, files.sharedMemory());
    }
  }

  private void makeHostOwned(PodRecord record, PodFiles files) {
    Path ipc = files.namespace(Namespace.IPC);
    Path uts = files.namespace(Namespace.UTS);
    List<String> options = new ArrayList<>();
    if (isMissing(record, Namespace.IPC, files)) {
      options.add("--ipc=" + placeFor(ipc));
    }
    if (isMissing(record, Namespace.UTS, files)) {
      options.add("--uts=" + placeFor(uts));
    }
    if (!options.isEmpty()) {
      List<String> argv = new ArrayList<>(List.of(program("unshare")));
      argv.addAll(options);
      argv.addAll(
          options.getLast().startsWith("--uts")
              ? List.of(program("hostname"), record.hostname())
              : List.of(program("true")));
      run(argv, "making the namespaces of pod '" + record.name() + "'");
    }
    if (isMissing(record, Namespace.CGROUP, files)) {
      makeCgroupNamespace(record, files);
    }
  }

  private static boolean isMissing(PodRecord record, Namespace namespace, PodFiles files) {
    return record.held().contains(namespace) && !PinnedNamespace.isAt(files.namespace(namespace));
  }

  private void mountSharedMemory(PodRecord record, Path folder) {
    try {
      Files.createDirectories(folder);
      if (Files.getFileStore(folder).name().equals("jpod-shm")) {
        return;
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, folder, "be made");
    }
    run(
        List.of(
            program("mount"),
            "-t",
            "tmpfs",
            "-o",
            "mode=1777,size=65536k,nosuid,nodev,noexec" + ownedBy(record),
            "jpod-shm",
            folder.toString()),
        "mounting the shared memory of pod '" + record.name() + "'");
  }

  private static String ownedBy(PodRecord record) {
    if (record.ids() == null) {
      return "";
    }
    Owners owners = new Owners(record.ids());
    return ",uid="
        + Integer.toUnsignedString(owners.user(0))
        + ",gid="
        + Integer.toUnsignedString(owners.group(0));
  }

  /**
   * The root of this one is the cgroup in which it is made, so it is made in that of the pod. That
   * takes no process any more when its children have limits; then a member is in the namespace.
   */
  private void makeCgroupNamespace(PodRecord record, PodFiles files) {
    Cgroups cgroups = workshop.cgroups();
    String cgroup = cgroups.path(files.id());
    CgroupNamespace namespace = new CgroupNamespace(cgroup);
    Long member = namespace.member();
    if (member != null) {
      pin(record, files, Namespace.CGROUP, member);
      return;
    }
    cgroups.destroy(cgroup);
    cgroups.make(cgroup);
    run(
        List.of(
            program("sh"),
            "-c",
            FROM_WITHIN,
            "sh",
            namespace.entrance().toString(),
            program("unshare"),
            "--cgroup=" + placeFor(files.namespace(Namespace.CGROUP)),
            program("true")),
        "making the cgroup namespace of pod '" + record.name() + "'");
  }

  /** Pins the PID namespace of a process, in place of one that has ended. */
  void pinPid(PodRecord record, PodFiles files, long process) {
    pin(record, files, Namespace.PID, process);
  }

  private void pin(PodRecord record, PodFiles files, Namespace kind, long process) {
    Path place = files.namespace(kind);
    try {
      if (PinnedNamespace.isAt(place)) {
        Mounts.detachBelow(place);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, place, "be unmounted");
    }
    String name = place.getFileName().toString();
    run(
        List.of(
            program("mount"),
            "--bind",
            "/proc/" + process + "/ns/" + name,
            placeFor(place).toString()),
        "pinning the " + name + " namespace of pod '" + record.name() + "'");
  }

  /** The file on which a namespace is pinned, made where it is not there. */
  static Path placeFor(Path namespace) {
    try {
      Files.createDirectories(namespace.resolveSibling("."));
      Files.createFile(namespace);
    } catch (FileAlreadyExistsException e) {
      return namespace;
    } catch (IOException e) {
      throw DiskFailure.of(e, namespace, "be made");
    }
    return namespace;
  }

  private void run(List<String> argv, String doing) {
    workshop.runner().require(Command.of(argv), doing);
  }

  private String program(String name) {
    return workshop.programs().require(name).toString();
  }
}
