package dev.jpod.image;

import dev.jpod.host.EntryStatus;
import dev.jpod.host.FileCapabilities;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.ReadableFile;
import dev.jpod.model.IdMappings;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives all files of a tree the owners that they are to have in a user namespace. What a new owner
 * takes away is put back: set-id bits, capabilities, and times of folders. Files with several names
 * keep them, also where a file system makes a file of its own of a name that is changed. No link is
 * followed and no device is opened, and nobody else may change the tree meanwhile.
 */
final class OwnerShift {
  private final IdMappings ids;
  private final int depth;
  private final OpenDirectory root;
  private final List<byte[]> path = new ArrayList<>();
  private final Map<File, List<byte[]>> done = new HashMap<>();

  /** A file by what it was before it was changed. */
  private record File(long place, long inode) {}

  private OwnerShift(IdMappings ids, int depth, OpenDirectory root) {
    this.ids = ids;
    this.depth = depth;
    this.root = root;
  }

  /** The same for a folder at a path that jpod itself chose. */
  static void apply(Path folder, IdMappings ids, int depth) throws IOException {
    Path real = folder.toRealPath();
    byte[] name = String.valueOf(real.getFileName()).getBytes(StandardCharsets.UTF_8);
    try (OpenDirectory around = OpenDirectory.open(real.resolve(".."));
        OpenDirectory open = around.openDirectory(name)) {
      EntryStatus status = around.status(name);
      if (status == null) {
        throw new NoSuchFileException(folder.toString());
      }
      apply(open, status, ids, depth);
    }
  }

  /**
   * Changes the owners of a folder and of all that is below it.
   *
   * @param root open since its status was read
   * @param depth folders around an entry
   * @throws JpodException of kind REFUSED for an owner that the namespace does not have; what comes
   *     before that has been changed
   */
  static void apply(OpenDirectory root, EntryStatus status, IdMappings ids, int depth)
      throws IOException {
    OwnerShift shift = new OwnerShift(ids, depth, root);
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
        change(folder, name, status);
      } else if (status.links() == 1) {
        give(folder, name, status);
      } else {
        giveOnce(folder, name, status);
      }
      path.removeLast();
    }
  }

  private void change(OpenDirectory parent, byte[] name, EntryStatus status) throws IOException {
    if (path.size() > depth) {
      throw new HostileLayerException("its folders are more than " + depth + " deep");
    }
    try (OpenDirectory folder = parent.openDirectory(name)) {
      give(folder, status);
      enter(folder);
      EntryStatus after = parent.status(name);
      if (after == null || after.seconds() != status.seconds() || after.nanos() != status.nanos()) {
        restoreTimes(folder, status);
      }
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
    byte[] rights =
        status.isRegularFile() ? folder.attribute(name, FileCapabilities.ATTRIBUTE) : null;
    if (isToChange(status)) {
      folder.setOwner(name, (int) user(status), (int) group(status));
      if (status.isSetId()) {
        restoreMode(folder, name, status);
      }
    }
    if (rights != null) {
      putRights(folder, name, rights);
    }
  }

  private static void restoreMode(OpenDirectory folder, byte[] name, EntryStatus status)
      throws IOException {
    if (status.isRegularFile()) {
      try (ReadableFile file = folder.openFile(name)) {
        file.setMode(status.permissions());
      }
    } else if (!status.isSymbolicLink()) {
      folder.setNodeMode(name, status.permissions());
    }
  }

  private void putRights(OpenDirectory folder, byte[] name, byte[] rights) throws IOException {
    byte[] shifted = FileCapabilities.shifted(rights, ids);
    boolean isThere = Arrays.equals(folder.attribute(name, FileCapabilities.ATTRIBUTE), shifted);
    if (shifted != null && !isThere) {
      folder.setAttribute(name, FileCapabilities.ATTRIBUTE, shifted);
    }
  }

  /** The first name of a file decides; the others become names of what that has become. */
  private void giveOnce(OpenDirectory folder, byte[] name, EntryStatus status) throws IOException {
    File file = new File(status.place(), status.inode());
    List<byte[]> first = done.get(file);
    if (first == null) {
      give(folder, name, status);
      done.put(file, List.copyOf(path));
    } else {
      join(folder, name, first, root, 0);
    }
  }

  /** Goes down to where the first name is. */
  private static void join(
      OpenDirectory folder, byte[] name, List<byte[]> first, OpenDirectory from, int level)
      throws IOException {
    byte[] next = first.get(level);
    if (level < first.size() - 1) {
      try (OpenDirectory below = from.openDirectory(next)) {
        join(folder, name, first, below, level + 1);
      }
      return;
    }
    EntryStatus changed = from.status(next);
    EntryStatus now = folder.status(name);
    if (changed == null || now == null || !changed.isSameFile(now)) {
      folder.unlink(name);
      folder.link(name, from, next);
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
