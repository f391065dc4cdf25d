package dev.jpod.engine;

import dev.jpod.host.HostUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what of the host's control groups was delegated to a user: folders that he may write to.
 * Whether he may is for the kernel to say, since numbers of users mean others in his namespace.
 *
 * @param mount where the hierarchies are
 * @param own the content of /proc/self/cgroup
 * @param init who could give the user one
 */
record CgroupPlaces(Path mount, String own, Init init, Predicate<Path> isWritable) {
  /** Who makes cgroups for the users of a host. */
  enum Init {
    SYSTEMD,
    /** Nobody but an administrator. */
    OTHER;

    static Init ofHost() {
      return Files.exists(Path.of("/run/systemd/system")) ? SYSTEMD : OTHER;
    }
  }

  /** What an administrator does for a user on version 2. */
  static String delegation(HostUser user, Path mount, Init init) {
    return switch (init) {
      case SYSTEMD ->
          "let an administrator write 'Delegate=cpu cpuset io memory pids' below '[Service]' in"
              + " /etc/systemd/system/user@.service.d/delegate.conf and reload systemd";
      case OTHER ->
          "let an administrator write '+cpu +cpuset +io +memory +pids' to '"
              + mount
              + "/cgroup.subtree_control', make a folder '"
              + mount
              + "/user-"
              + user.id()
              + "' owned by this user with cgroup.procs and cgroup.subtree_control, and begin the"
              + " session in it";
    };
  }

  /** The place of a user's containers on this host. */
  static CgroupPlace of(HostUser user, Path mount) {
    String own;
    try {
      own = Files.readString(Path.of("/proc/self/cgroup"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      own = "";
    }
    return new CgroupPlaces(mount, own, Init.ofHost(), Files::isWritable).find(user);
  }

  /** The place of a user's containers, by what may be written to. */
  CgroupPlace find(HostUser user) {
    if (user.isRoot()) {
      return CgroupPlace.OF_ROOT;
    }
    return Files.exists(mount.resolve("cgroup.controllers")) ? version2(user) : version1(user);
  }

  /**
   * The highest folder of the user's above this process: one that is not above it takes none of its
   * children, whoever owns it (cgroups(7), on delegation).
   */
  private CgroupPlace version2(HostUser user) {
    String folder = ownOf("");
    String delegated = null;
    while (folder != null && isInside(folder) && isUsers(folder)) {
      delegated = folder;
      folder = folder.substring(0, folder.lastIndexOf('/'));
    }
    if (delegated != null) {
      return CgroupPlace.Below.of(delegated);
    }
    String service = service(user);
    return isUsers(service)
        ? new CgroupPlace.None(
            "this session is outside of '" + service + "', which is delegated to user " + user.id(),
            "run jpod by 'systemd-run --user --scope -p Delegate=yes jpod ...'")
        : new CgroupPlace.None(
            "no cgroup is delegated to user " + user.id(), delegation(user, mount, init));
  }

  /** The first folder that is the user's in all hierarchies: a runtime takes all or none. */
  private CgroupPlace version1(HostUser user) {
    List<Path> hierarchies = hierarchies();
    for (String folder : candidates(user)) {
      if (!hierarchies.isEmpty() && isUsers(folder, hierarchies)) {
        return CgroupPlace.Below.of(folder);
      }
    }
    return new CgroupPlace.None(
        "no cgroup is delegated to user " + user.id(),
        "let an administrator make a folder '/user-"
            + user.id()
            + "' in every hierarchy below '"
            + mount
            + "', owned by this user, with cpuset.cpus and cpuset.mems");
  }

  private Set<String> candidates(HostUser user) {
    Set<String> candidates = new LinkedHashSet<>();
    candidates.add("/user-" + user.id());
    candidates.add(service(user));
    candidates.add("/user.slice/user-" + user.id() + ".slice");
    for (String line : own.split("\n", -1)) {
      String path = line.substring(line.lastIndexOf(':') + 1);
      if (isInside(path)) {
        candidates.add(path);
      }
    }
    return candidates;
  }

  private static String service(HostUser user) {
    return "/user.slice/user-" + user.id() + ".slice/user@" + user.id() + ".service";
  }

  /** Whether it is below the root, which is no user's: outside of it a path has dots. */
  private static boolean isInside(String path) {
    return path.startsWith("/") && path.length() > 1 && !path.contains("/..");
  }

  /** Those of version 1, each once; one of version 2 beside them has none of the limits. */
  private List<Path> hierarchies() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(mount)) {
      for (Path entry : entries) {
        if (!Files.isSymbolicLink(entry)
            && Files.exists(entry.resolve("cgroup.procs"))
            && !Files.exists(entry.resolve("cgroup.controllers"))) {
          found.add(entry);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return found;
  }

  private boolean isUsers(String folder, List<Path> hierarchies) {
    for (Path hierarchy : hierarchies) {
      if (!isUsers(hierarchy.resolve(folder.substring(1)))) {
        return false;
      }
    }
    return true;
  }

  private boolean isUsers(String folder) {
    return isUsers(mount.resolve(folder.substring(1)));
  }

  private boolean isUsers(Path folder) {
    return Files.isDirectory(folder)
        && isWritable.test(folder)
        && isWritable.test(folder.resolve("cgroup.procs"));
  }

  /** The path of this process in a hierarchy, by its controllers; none for version 2. */
  private @Nullable String ownOf(String controllers) {
    for (String line : own.split("\n", -1)) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[1].equals(controllers)) {
        return fields[2];
      }
    }
    return null;
  }
}
