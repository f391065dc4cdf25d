package dev.jpod.image;

import dev.jpod.host.EntryStatus;
import dev.jpod.host.Errno;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.SystemCallException;
import dev.jpod.image.FolderWalk.Missing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owners, modes and times of folders, kept until all entries are there: an entry put into a folder
 * changes its time, and a folder may be closed to writing.
 */
final class FolderMetadata {
  /**
   * One folder. The inode number tells whether the folder at the path is still the one that the
   * entry meant.
   */
  private record Pending(List<byte[]> path, long inode, Metadata metadata) {
    List<byte[]> parent() {
      return path.subList(0, path.size() - 1);
    }

    byte[] name() {
      return path.getLast();
    }
  }

  private final List<Pending> pending = new ArrayList<>();
  private @Nullable Metadata ofRoot;

  void putRoot(Metadata metadata) {
    ofRoot = metadata;
  }

  void put(List<byte[]> parent, byte[] name, long inode, Metadata metadata) {
    List<byte[]> path = new ArrayList<>(parent);
    path.add(name);
    pending.add(new Pending(path, inode, metadata));
  }

  /** Sets everything, inner folders before the ones around them. */
  void apply(OpenDirectory root, FolderWalk folders) throws IOException {
    List<Pending> last = new ArrayList<>(pending);
    last.sort(FolderMetadata::innerFirst);
    for (Pending folder : last) {
      apply(folder, folders);
    }
    folders.forget();
    if (ofRoot != null) {
      ofRoot.applyTo(root);
    }
  }

  private static void apply(Pending folder, FolderWalk folders) throws IOException {
    try {
      OpenDirectory parent = folders.open(folder.parent(), Missing.FAIL);
      EntryStatus status = parent.status(folder.name());
      if (status == null || !status.isDirectory() || status.inode() != folder.inode()) {
        return;
      }
      try (OpenDirectory found = parent.openDirectory(folder.name())) {
        folder.metadata().applyTo(found);
      }
    } catch (HostileLayerException e) {
      // a later entry replaced a folder on the way by something else
      return;
    } catch (SystemCallException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  private static int innerFirst(Pending one, Pending other) {
    return compare(other.path(), one.path());
  }

  private static int compare(List<byte[]> one, List<byte[]> other) {
    int common = Math.min(one.size(), other.size());
    for (int i = 0; i < common; i++) {
      int order = Arrays.compareUnsigned(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }
}
