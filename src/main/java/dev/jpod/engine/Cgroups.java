package dev.jpod.engine;

import dev.jpod.host.HostUser;
import dev.jpod.host.ProcFs;
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
  /** The path of what has no cgroup. */
  static final String NONE = "";

  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HostUser user;
  private final CgroupVersion version;
  private @Nullable CgroupPlace place;

  /** Those of a store; nothing is looked for before it is asked for. */
  Cgroups(HostUser user) {
    this.user = user;
    this.version = hostVersion();
  }

  static CgroupVersion hostVersion() {
    return Files.exists(MOUNT.resolve("cgroup.controllers")) ? CgroupVersion.V2 : CgroupVersion.V1;
  }

  /** Where the containers have theirs; the same for as long as this process lives. */
  synchronized CgroupPlace place() {
    CgroupPlace known = place;
    if (known == null) {
      known = user.isRoot() ? CgroupPlace.OF_ROOT : CgroupPlaces.of(user, MOUNT);
      place = known;
    }
    return known;
  }

  /**
   * Whether a container can be kept to certain accesses to a device: in a user namespace nobody may
   * change a devices cgroup of version 1 or load a program for one of version 2.
   */
  boolean restrictDevices() {
    return user.isRoot();
  }

  /** What gives the user more controllers on version 2. */
  String delegation() {
    return CgroupPlaces.delegation(user, MOUNT, CgroupPlaces.Init.ofHost());
  }

  /**
   * The path of a pod's or a container's that lies in no other; {@link #NONE} where there are none.
   */
  String path(String id) {
    return switch (place()) {
      case CgroupPlace.Below below -> below.parent() + "/" + id;
      case CgroupPlace.None _ -> NONE;
    };
  }

  CgroupVersion version() {
    return version;
  }

  /**
   * The controllers that the place has; all where nothing is mounted, which runtimes complain of.
   */
  Set<Controller> controllers() {
    return switch (place()) {
      case CgroupPlace.Below below -> controllers(below);
      case CgroupPlace.None _ -> EnumSet.noneOf(Controller.class);
    };
  }

  private Set<Controller> controllers(CgroupPlace.Below below) {
    Set<Controller> found = EnumSet.noneOf(Controller.class);
    Set<String> enabled = enabledBelow(MOUNT.resolve(relative(below.folder())));
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

  /** What has processes of its own, other than the root, passes no more on than it does already. */
  private Set<String> enabledBelow(Path folder) {
    boolean fixed = !folder.equals(MOUNT) && !textOf(folder.resolve("cgroup.procs")).isEmpty();
    String file = fixed ? "cgroup.subtree_control" : "cgroup.controllers";
    return Set.of(textOf(folder.resolve(file)).split(" ", -1));
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
    if (cgroup.isEmpty()) {
      return contents;
    }
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

  /**
   * What a container or pod has that asks for no processors of its own.
   *
   * @param cgroup its cgroup
   */
  CpusetDefaults cpusetDefaults(String cgroup) {
    String above = CgroupPlace.Below.above(cgroup);
    return switch (version) {
      case V1 ->
          new CpusetDefaults(
              textOf(hierarchy("cpuset", above).resolve("cpuset.cpus")),
              textOf(hierarchy("cpuset", above).resolve("cpuset.mems")));
      case V2 ->
          new CpusetDefaults(
              textOf(hierarchy("", above).resolve("cpuset.cpus.effective")),
              textOf(hierarchy("", above).resolve("cpuset.mems.effective")));
    };
  }

  /** Whether the processes of a cgroup are frozen, or about to be. */
  boolean isFrozen(String cgroup) {
    if (cgroup.isEmpty()) {
      return false;
    }
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

  /** Whether a process of a cgroup has not ended yet, or may not have. */
  boolean hasProcesses(String cgroup) {
    for (Path folder : folders(cgroup)) {
      for (long pid : CgroupTree.processes(folder)) {
        if (ProcFs.startTicks(pid) != 0) {
          return true;
        }
      }
    }
    return false;
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
        case V1 -> NewCgroups.ofVersion1(MOUNT, CgroupPlace.Below.above(cgroup), cgroup);
        case V2 -> NewCgroups.ofVersion2(MOUNT, CgroupPlace.Below.above(cgroup), cgroup);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, MOUNT.resolve(relative(cgroup)), "be made");
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

  private List<String> pathsOf(String id) {
    return switch (place()) {
      case CgroupPlace.Below below -> pathsOf(id, below.parent());
      case CgroupPlace.None _ -> List.of();
    };
  }

  private static List<String> pathsOf(String id, String parent) {
    Set<String> paths = new TreeSet<>();
    for (Path folder : folders(parent)) {
      if (Files.isDirectory(folder.resolve(id))) {
        paths.add(parent + "/" + id);
      }
      addThoseInPods(folder, parent, id, paths);
    }
    return List.copyOf(paths);
  }

  private static void addThoseInPods(Path folder, String parent, String id, Set<String> paths) {
    try (DirectoryStream<Path> pods = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path pod : pods) {
        if (Files.isDirectory(pod.resolve(id))) {
          paths.add(parent + "/" + pod.getFileName() + "/" + id);
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
    if (cgroup.isEmpty()) {
      return found;
    }
    Path single = MOUNT.resolve(relative(cgroup));
    if (Files.isDirectory(single)) {
      found.add(single);
    }
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(MOUNT)) {
      for (Path hierarchy : hierarchies) {
        Path folder = hierarchy.resolve(relative(cgroup));
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
    return root.resolve(relative(cgroup));
  }

  private static String relative(String cgroup) {
    return cgroup.isEmpty() ? "" : cgroup.substring(1);
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
