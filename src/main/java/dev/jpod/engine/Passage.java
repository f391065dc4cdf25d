package dev.jpod.engine;

import dev.jpod.host.FileTree;
import dev.jpod.host.HostUser;
import dev.jpod.host.Mounts;
import dev.jpod.model.IdMappings;
import dev.jpod.model.JpodException;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Where a root file system appears for the root of a user namespace, who cannot pass the folders of
 * a store. Only he and jpod pass the folder above it, since that is of his group. The script makes
 * it for a container, each time that it starts it.
 *
 * @param base where such folders lie
 * @param id of the container or the pod
 * @param group outside, that of the namespace's root
 */
record Passage(Path base, String id, int group) {
  private static final int OTHERS_PASS = 0001;
  private static final Set<PosixFilePermission> TRAVERSED =
      PosixFilePermissions.fromString("rwx--x--x");
  private static final Set<PosixFilePermission> OF_GROUP =
      PosixFilePermissions.fromString("rwx--x---");

  /** The passage of something that is started or made now. */
  static Passage of(StoreLayout layout, HostUser user, String id, IdMappings ids) {
    Owners owners = new Owners(ids);
    List<Path> bases = bases(layout, user);
    Path base = isPassable(layout.runroot()) ? bases.getFirst() : bases.getLast();
    return new Passage(base, id, owners.group(0));
  }

  /** Takes away what there is of something, wherever it was made. Idempotent. */
  static void clear(StoreLayout layout, HostUser user, String id) throws IOException {
    for (Path base : bases(layout, user)) {
      Path folder = base.resolve(id);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Mounts.detachBelow(folder);
        FileTree.delete(folder);
      }
    }
  }

  /**
   * In the store's own run folder, where everybody may pass what lies above it. Elsewhere the
   * mounts of an ordinary user are seen by nobody else, who all have the folder without them.
   */
  private static List<Path> bases(StoreLayout layout, HostUser user) {
    return List.of(
        layout.runroot().resolve("roots"),
        user.isRoot() ? Path.of("/run/jpod-roots") : Path.of("/tmp/jpod-roots-" + user.id()));
  }

  /** Where the root file system appears. */
  Path root() {
    return base.resolve(id).resolve("root");
  }

  /** Makes the folders; that of the root file system belongs to the root of the namespace. */
  void make(Owners owners) {
    try {
      makeBase();
      Path folder = base.resolve(id);
      Files.createDirectories(root());
      Files.setAttribute(folder, "unix:gid", group);
      Files.setPosixFilePermissions(folder, OF_GROUP);
      owners.giveToRoot(root());
    } catch (IOException e) {
      throw DiskFailure.of(e, base, "be filled");
    }
  }

  /** What somebody else has made there first is nothing to go by. */
  private void makeBase() throws IOException {
    Files.createDirectories(base);
    boolean own =
        Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)
            && Files.getAttribute(base, "unix:uid")
                .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    if (!own) {
      throw JpodException.refused(
          "'" + base + "' is somebody else's, so no root file systems can be shown there",
          "remove it");
    }
    Files.setPosixFilePermissions(base, TRAVERSED);
  }

  private static boolean isPassable(Path folder) {
    try {
      for (Path each = folder; each != null; each = each.getParent()) {
        if (((int) Files.getAttribute(each, "unix:mode") & OTHERS_PASS) == 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
