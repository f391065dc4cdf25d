package dev.jpod.engine;

import dev.jpod.model.JpodException;
import dev.jpod.runtime.CgroupFile;
import dev.jpod.runtime.CgroupReadings;
import dev.jpod.runtime.CgroupVersion;
import dev.jpod.runtime.CgroupWrite;
import dev.jpod.runtime.Controller;
import dev.jpod.runtime.CpusetDefaults;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The kernel's control groups, by their files. */
final class Cgroups {
  /** Below which all cgroups of jpod are, in every hierarchy. */
  static final String PARENT = "/jpod";

  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CgroupVersion version;

  Cgroups() {
    version =
        Files.exists(MOUNT.resolve("cgroup.controllers")) ? CgroupVersion.V2 : CgroupVersion.V1;
  }

  CgroupVersion version() {
    return version;
  }

  /**
   * The controllers that the host has; all where nothing is mounted, which runtimes complain of.
   */
  Set<Controller> controllers() {
    Set<Controller> found = EnumSet.noneOf(Controller.class);
    Set<String> enabled = Set.of(textOf(MOUNT.resolve("cgroup.controllers")).split(" ", -1));
    for (Controller controller : Controller.values()) {
      String name = controller.name(version);
      boolean there =
          switch (version) {
            case V1 -> Files.isDirectory(MOUNT.resolve(name));
            case V2 -> enabled.contains(name);
          };
      if (there) {
        found.add(controller);
      }
    }
    boolean unknown = version == CgroupVersion.V1 && found.isEmpty();
    return unknown ? EnumSet.allOf(Controller.class) : found;
  }

  /** Whether the kernel counts swap. */
  boolean limitsSwap() {
    return switch (version) {
      case V1 -> Files.exists(MOUNT.resolve("memory/memory.memsw.limit_in_bytes"));
      case V2 -> controllers().contains(Controller.MEMORY) && Files.exists(Path.of("/proc/swaps"));
    };
  }

  /** The files of a container's limits that are there, by name. */
  Map<String, String> limits(String cgroup) {
    Map<String, String> contents = new HashMap<>();
    for (CgroupFile file : CgroupReadings.files(version)) {
      String text = read(hierarchy(file.controller(), cgroup).resolve(file.name()));
      if (text != null) {
        contents.put(file.name(), text);
      }
    }
    return contents;
  }

  /** Sets limits that the runtime does not. */
  void write(String cgroup, List<CgroupWrite> writes) {
    boolean written = false;
    for (CgroupWrite write : writes) {
      Path file = hierarchy(write.file().controller(), cgroup).resolve(write.file().name());
      boolean needed =
          switch (write.missing()) {
            case FAIL -> true;
            case SKIP -> false;
            case FAIL_WITHOUT_OTHER -> !written;
          };
      written = Files.exists(file);
      if (written) {
        set(file, write.content());
      } else if (needed) {
        throw JpodException.refused(
            "this kernel has no '" + file.getFileName() + "' and so cannot keep that limit",
            "take the limit out of the stack file");
      }
    }
  }

  private static void set(Path file, String content) {
    try {
      write(file, content);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be set to '" + content + "'");
    }
  }

  /** What a container has that asks for no processors of its own. */
  CpusetDefaults cpusetDefaults() {
    return switch (version) {
      case V1 ->
          new CpusetDefaults(
              textOf(MOUNT.resolve("cpuset/cpuset.cpus")),
              textOf(MOUNT.resolve("cpuset/cpuset.mems")));
      case V2 ->
          new CpusetDefaults(
              textOf(MOUNT.resolve("cpuset.cpus.effective")),
              textOf(MOUNT.resolve("cpuset.mems.effective")));
    };
  }

  /** Whether the processes of a cgroup are frozen, or about to be. */
  boolean isFrozen(String cgroup) {
    return switch (version) {
      case V1 -> {
        String state = read(hierarchy("freezer", cgroup).resolve("freezer.state"));
        yield state != null && !state.startsWith("THAWED");
      }
      case V2 -> textOf(hierarchy("", cgroup).resolve("cgroup.freeze")).strip().equals("1");
    };
  }

  /** Thaws the processes of a cgroup, if they are frozen: a frozen one cannot even be killed. */
  void thaw(String cgroup) {
    if (!isFrozen(cgroup)) {
      return;
    }
    try {
      switch (version) {
        case V1 -> write(hierarchy("freezer", cgroup).resolve("freezer.state"), "THAWED");
        case V2 -> write(hierarchy("", cgroup).resolve("cgroup.freeze"), "0");
      }
    } catch (IOException e) {
      // It may have gone with its last process.
      if (isFrozen(cgroup)) {
        throw JpodException.failed(
            "the cgroup '" + cgroup + "' could not be thawed: " + e.getMessage(),
            "run jpod as root");
      }
    }
  }

  /** Kills every process of a cgroup, without waiting for their end. Idempotent. */
  void kill(String cgroup) {
    killAll(cgroup, folders(cgroup));
  }

  /**
   * Makes a cgroup in every hierarchy of version 1, with the processors and memory of what it lies
   * in, or in the only one of version 2, with its controllers. Idempotent.
   */
  void make(String cgroup) {
    try {
      switch (version) {
        case V1 -> NewCgroups.ofVersion1(MOUNT, cgroup);
        case V2 -> NewCgroups.ofVersion2(MOUNT, cgroup);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, MOUNT.resolve(cgroup.substring(1)), "be made");
    }
  }

  /** Does what {@link #kill} does to a container, whose cgroup may lie in that of a pod. */
  void killContainer(String id) {
    pathsOf(id).forEach(this::kill);
  }

  /** Does what {@link #destroy} does to a container, whose cgroup may lie in that of a pod. */
  void destroyContainer(String id) {
    pathsOf(id).forEach(this::destroy);
  }

  private static List<String> pathsOf(String id) {
    Set<String> paths = new TreeSet<>();
    for (Path parent : folders(PARENT)) {
      if (Files.isDirectory(parent.resolve(id))) {
        paths.add(PARENT + "/" + id);
      }
      addThoseInPods(parent, id, paths);
    }
    return List.copyOf(paths);
  }

  private static void addThoseInPods(Path parent, String id, Set<String> paths) {
    try (DirectoryStream<Path> pods = Files.newDirectoryStream(parent, Files::isDirectory)) {
      for (Path pod : pods) {
        if (Files.isDirectory(pod.resolve(id))) {
          paths.add(PARENT + "/" + pod.getFileName() + "/" + id);
        }
      }
    } catch (IOException e) {
      // A pod's cgroup went while it was looked at, and what was in it with it.
      return;
    }
  }

  /** Whether a cgroup is there in at least one hierarchy. */
  boolean exists(String cgroup) {
    return !folders(cgroup).isEmpty();
  }

  /** Kills every process of a cgroup and removes it from all hierarchies. Idempotent. */
  void destroy(String cgroup) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<Path> left = folders(cgroup);
      if (left.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw JpodException.failed(
            "the cgroup '" + left.getFirst() + "' could not be removed",
            "see which processes are in its cgroup.procs, and run the command again");
      }
      killAll(cgroup, left);
      left.forEach(CgroupTree::remove);
      if (!folders(cgroup).isEmpty()) {
        sleep();
      }
    }
  }

  private void killAll(String cgroup, List<Path> folders) {
    boolean thawed = false;
    for (Path folder : folders) {
      Set<Long> processes = CgroupTree.processes(folder);
      if (processes.isEmpty()) {
        continue;
      }
      if (!thawed) {
        thaw(cgroup);
        thawed = true;
      }
      CgroupTree.kill(folder, processes);
    }
  }

  /**
   * The folders of a cgroup in all hierarchies; each link to another hierarchy counts once, and a
   * folder on which no hierarchy is mounted not at all.
   */
  private static List<Path> folders(String cgroup) {
    List<Path> found = new ArrayList<>();
    Path single = MOUNT.resolve(cgroup.substring(1));
    if (Files.isDirectory(single)) {
      found.add(single);
    }
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(MOUNT)) {
      for (Path hierarchy : hierarchies) {
        Path folder = hierarchy.resolve(cgroup.substring(1));
        if (!Files.isSymbolicLink(hierarchy)
            && Files.exists(hierarchy.resolve("cgroup.procs"))
            && Files.isDirectory(folder)) {
          found.add(folder);
        }
      }
    } catch (IOException e) {
      return found;
    }
    return found;
  }

  private Path hierarchy(String controller, String cgroup) {
    Path root = version == CgroupVersion.V1 ? MOUNT.resolve(controller) : MOUNT;
    return root.resolve(cgroup.substring(1));
  }

  private static void write(Path file, String content) throws IOException {
    Files.writeString(file, content, StandardOpenOption.WRITE);
  }

  private static String textOf(Path file) {
    String text = read(file);
    return text == null ? "" : text.strip();
  }

  private static @Nullable String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return null;
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JpodException.failed("the removal of a cgroup was interrupted", "run it again");
    }
  }
}
