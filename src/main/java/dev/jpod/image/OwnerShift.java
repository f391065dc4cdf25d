package dev.jpod.image;

import dev.jpod.host.EntryStatus;
import dev.jpod.host.FileCapabilities;
import dev.jpod.host.NodeType;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.ReadableFile;
import dev.jpod.model.IdMappings;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives all files of a tree the owners that they are to have in a user namespace. What a new owner
 * takes away is put back: set-id bits, capabilities, and times of folders. Files with several names
 * keep them, also where a file system makes a file of its own of a name that is changed. Devices
 * keep their owners: nobody in a user namespace needs them, and fuse-overlayfs would open them. No
 * link is followed, and nobody else may change the tree meanwhile.
 */
final class OwnerShift {
  private final IdMappings ids;
  private final TreeCensus census;
  private final List<byte[]> path = new ArrayList<>();

  private OwnerShift(IdMappings ids, TreeCensus census) {
    this.ids = ids;
    this.census = census;
  }

  /** The same for a folder at a path that jpod itself chose. */
  static void apply(Path folder, IdMappings ids, UnionDriver driver, int depth) throws IOException {
    try (OpenDirectory open = OpenDirectory.open(folder)) {
      apply(open, ids, driver, depth);
    }
  }

  /**
   * Changes the owners of a folder and of all that is below it.
   *
   * @param root a folder that has not been read since it was opened
   * @param driver what shows the tree
   * @param depth folders around an entry
   * @throws JpodException of kind REFUSED for an owner that the namespace does not have; what comes
   *     before that has been changed
   */
  static void apply(OpenDirectory root, IdMappings ids, UnionDriver driver, int depth)
      throws IOException {
    EntryStatus status = root.status();
    OwnerShift shift = new OwnerShift(ids, TreeCensus.below(root, driver, depth));
    shift.give(root, status);
    shift.enter(root);
    restoreTimes(root, status);
  }

  private void enter(OpenDirectory folder) throws IOException {
    for (byte[] name : folder.entries()) {
      EntryStatus status = folder.status(name);
      if (status == null) {
        continue;
      }
      path.add(name);
      if (status.isDirectory()) {
        enter(folder, name, status);
      } else if (!census.isDone(status) && !census.changeOnce(status, this::give)) {
        give(folder, name, status);
      }
      path.removeLast();
    }
  }

  private void enter(OpenDirectory parent, byte[] name, EntryStatus status) throws IOException {
    try (OpenDirectory folder = parent.openDirectory(name)) {
      give(folder, status);
      enter(folder);
      restoreTimes(folder, census.before(status));
    }
  }

  private static void restoreTimes(OpenDirectory folder, EntryStatus status) throws IOException {
    folder.setTimes(status.seconds(), status.nanos());
  }

  private void give(OpenDirectory folder, EntryStatus status) throws IOException {
    if (isToChange(status)) {
      folder.setOwner((int) user(status), (int) group(status));
    }
  }

  private void give(OpenDirectory folder, byte[] name, EntryStatus status) throws IOException {
    if (status.isRegularFile()) {
      giveFile(folder, name, status);
    } else if (status.isSymbolicLink() && isToChange(status)) {
      setOwner(folder, name, status);
      folder.setTimes(name, status.seconds(), status.nanos());
    } else if (status.isPipe() && isToChange(status)) {
      givePipe(folder, name, status);
    }
  }

  private void giveFile(OpenDirectory folder, byte[] name, EntryStatus status) throws IOException {
    byte[] rights = folder.attribute(name, FileCapabilities.ATTRIBUTE);
    if (isToChange(status)) {
      setOwner(folder, name, status);
      if (status.isSetId()) {
        try (ReadableFile file = folder.openFile(name)) {
          file.setMode(status.permissions());
        }
      }
    }
    if (rights != null) {
      putRights(folder, name, rights);
    }
  }

  private void setOwner(OpenDirectory folder, byte[] name, EntryStatus status) throws IOException {
    folder.setOwner(name, (int) user(status), (int) group(status));
  }

  /** A new one, since fuse-overlayfs makes a regular file of a pipe whose owner is set. */
  private void givePipe(OpenDirectory folder, byte[] name, EntryStatus status) throws IOException {
    folder.unlink(name);
    folder.makeNode(name, NodeType.PIPE, 0, 0, 0);
    setOwner(folder, name, status);
    folder.setNodeMode(name, status.permissions());
    folder.setTimes(name, status.seconds(), status.nanos());
  }

  private void putRights(OpenDirectory folder, byte[] name, byte[] rights) throws IOException {
    byte[] shifted = FileCapabilities.shifted(rights, ids);
    boolean isThere = Arrays.equals(folder.attribute(name, FileCapabilities.ATTRIBUTE), shifted);
    if (shifted != null && !isThere) {
      folder.setAttribute(name, FileCapabilities.ATTRIBUTE, shifted);
    }
  }

  private boolean isToChange(EntryStatus status) {
    return user(status) != status.user() || group(status) != status.group();
  }

  private long user(EntryStatus status) {
    return known(ids.user(status.user()), "user", status.user());
  }

  private long group(EntryStatus status) {
    return known(ids.group(status.group()), "group", status.group());
  }

  private long known(long outside, String kind, long inside) {
    if (outside < 0) {
      throw unknown(kind, inside);
    }
    return outside;
  }

  private JpodException unknown(String kind, long inside) {
    StringBuilder text = new StringBuilder();
    for (byte[] name : path) {
      text.append('/').append(EntryName.shown(name));
    }
    return JpodException.refused(
        "'"
            + (path.isEmpty() ? "/" : text)
            + "' belongs to "
            + kind
            + " "
            + inside
            + ", which is not in the user namespace that it is for",
        "give that namespace a range of ids that goes up to " + inside + ", or use another image");
  }
}
