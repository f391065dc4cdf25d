package dev.jpod.image;

import dev.jpod.host.EntryStatus;
import dev.jpod.host.Errno;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.SystemCallException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Finds the folder of an entry below the layer's root. It opens one component after the other and
 * never lets the kernel follow a symbolic link: a link among the parents is resolved here as if the
 * layer's root were {@code /}, which is what Docker gets from unpacking in a chroot. So every path
 * ends inside the layer, whatever links the tar has planted before.
 *
 * <p>The folders of the last path stay open, because the next entry is mostly near it.
 */
final class FolderWalk implements AutoCloseable {
  /** What to do when a folder on the way does not exist. */
  enum Missing {
    CREATE,
    FAIL
  }

  private static final int IMPLIED_MODE = 0755;
  private static final int MOST_LINKS = 40;

  /** An open folder and its name in the one above. */
  private static final class Level {
    private final byte[] name;
    private final OpenDirectory folder;

    Level(byte[] name, OpenDirectory folder) {
      this.name = name;
      this.folder = folder;
    }
  }

  private final LayerRoot root;
  private final int deepest;
  private final List<Level> levels = new ArrayList<>();

  FolderWalk(LayerRoot root, int deepest) {
    this.root = root;
    this.deepest = deepest;
  }

  /** The folder; open until the next call. */
  OpenDirectory open(List<byte[]> path, Missing missing) throws IOException {
    int common = 0;
    while (common < levels.size()
        && common < path.size()
        && Arrays.equals(levels.get(common).name, path.get(common))) {
      common++;
    }
    leave(common);
    Deque<byte[]> todo = new ArrayDeque<>(path.subList(common, path.size()));
    int links = 0;
    while (!todo.isEmpty()) {
      byte[] name = todo.removeFirst();
      if (EntryName.isParent(name)) {
        leave(Math.max(0, levels.size() - 1));
      } else if (!enter(name, missing)) {
        if (++links > MOST_LINKS) {
          throw new HostileLayerException("'" + shown(path) + "' has too many symbolic links");
        }
        follow(name, todo);
      }
    }
    return current();
  }

  /** The real path of the folder that was opened last: without symbolic links. */
  List<byte[]> path() {
    List<byte[]> path = new ArrayList<>(levels.size());
    for (Level level : levels) {
      path.add(level.name);
    }
    return path;
  }

  /** Forgets what is open, because a folder may have been moved away. */
  void forget() throws IOException {
    leave(0);
  }

  private OpenDirectory current() {
    return levels.isEmpty() ? root.folder() : levels.getLast().folder;
  }

  /** Opens one more level; false when the name is a symbolic link. */
  private boolean enter(byte[] name, Missing missing) throws IOException {
    if (levels.size() >= deepest) {
      throw new HostileLayerException("its folders are nested deeper than " + deepest);
    }
    OpenDirectory parent = current();
    try {
      levels.add(new Level(name, parent.openDirectory(name)));
      return true;
    } catch (SystemCallException e) {
      return switch (e.errno()) {
        case Errno.ENOENT -> enterMissing(name, missing, e);
        case Errno.ENOTDIR, Errno.ELOOP -> enterOther(name, missing);
        default -> throw e;
      };
    }
  }

  private boolean enterMissing(byte[] name, Missing missing, SystemCallException cause)
      throws IOException {
    if (missing == Missing.FAIL) {
      throw cause;
    }
    OpenDirectory parent = current();
    parent.makeDirectory(name, IMPLIED_MODE);
    levels.add(new Level(name, parent.openDirectory(name)));
    return true;
  }

  private boolean enterOther(byte[] name, Missing missing) throws IOException {
    OpenDirectory parent = current();
    EntryStatus status = parent.status(name);
    if (status != null && status.isSymbolicLink()) {
      return false;
    }
    if (status == null || !status.isWhiteout() || missing == Missing.FAIL) {
      throw new HostileLayerException(
          "'" + EntryName.shown(name) + "' is used as a folder but is none");
    }
    root.replaceWhiteout(parent, name, IMPLIED_MODE);
    levels.add(new Level(name, parent.openDirectory(name)));
    return true;
  }

  private void follow(byte[] link, Deque<byte[]> todo) throws IOException {
    byte[] target = current().readLink(link);
    if (target.length > 0 && target[0] == '/') {
      leave(0);
    }
    List<byte[]> way = EntryName.ofTarget(target);
    for (int i = way.size() - 1; i >= 0; i--) {
      todo.addFirst(way.get(i));
    }
  }

  private void leave(int depth) throws IOException {
    while (levels.size() > depth) {
      levels.removeLast().folder.close();
    }
  }

  private static String shown(List<byte[]> path) {
    StringBuilder text = new StringBuilder();
    for (byte[] component : path) {
      text.append(text.isEmpty() ? "" : "/").append(EntryName.shown(component));
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    leave(0);
  }
}
