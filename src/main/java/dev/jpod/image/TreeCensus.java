package dev.jpod.image;

import dev.jpod.host.EntryStatus;
import dev.jpod.host.OpenDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is found out about a tree before anything in it is changed: which files have several names,
 * since of a name whose owner is set a union of layers makes a file of its own, or of another name;
 * and the times of folders, since not every union keeps them.
 */
final class TreeCensus {
  private final OpenDirectory root;
  private final UnionDriver driver;
  private final Map<File, List<List<byte[]>>> names = new HashMap<>();
  private final Map<File, EntryStatus> folders = new HashMap<>();
  private final Set<File> done = new HashSet<>();

  private record File(long place, long inode) {
    static File of(EntryStatus status) {
      return new File(status.place(), status.inode());
    }
  }

  /** What is done to the one name that a file has for the moment. */
  interface Change {
    void make(OpenDirectory folder, byte[] name, EntryStatus status) throws IOException;
  }

  private TreeCensus(OpenDirectory root, UnionDriver driver) {
    this.root = root;
    this.driver = driver;
  }

  /**
   * Looks at all of a tree.
   *
   * @param driver what shows the tree
   * @param depth folders around an entry
   */
  static TreeCensus below(OpenDirectory root, UnionDriver driver, int depth) throws IOException {
    TreeCensus census = new TreeCensus(root, driver);
    EntryStatus status = root.status();
    census.folders.put(File.of(status), status);
    try (OpenDirectory unread = root.reopened()) {
      census.collect(unread, new ArrayList<>(), depth);
    }
    census.names.values().removeIf(found -> found.size() == 1);
    return census;
  }

  private void collect(OpenDirectory folder, List<byte[]> path, int depth) throws IOException {
    if (path.size() > depth) {
      throw new HostileLayerException("its folders are more than " + depth + " deep");
    }
    for (byte[] name : folder.entries()) {
      EntryStatus status = folder.status(name);
      if (status == null) {
        continue;
      }
      path.add(name);
      if (status.isDirectory()) {
        folders.put(File.of(status), status);
        try (OpenDirectory inner = folder.openDirectory(name)) {
          collect(inner, path, depth);
        }
      } else if (mayBeShared(status)) {
        names.merge(File.of(status), List.of(List.copyOf(path)), TreeCensus::both);
      }
      path.removeLast();
    }
  }

  /** The count of fuse-overlayfs is that of the names which somebody has asked for so far. */
  private boolean mayBeShared(EntryStatus status) {
    return status.links() > 1 || driver == UnionDriver.FUSE_OVERLAYFS;
  }

  private static List<List<byte[]>> both(List<List<byte[]>> some, List<List<byte[]>> others) {
    List<List<byte[]>> both = new ArrayList<>(some);
    both.addAll(others);
    return both;
  }

  /** What a folder was before. */
  EntryStatus before(EntryStatus folder) {
    return folders.getOrDefault(File.of(folder), folder);
  }

  /** Whether the entry is a file that has been changed by another of its names. */
  boolean isDone(EntryStatus status) {
    return done.contains(File.of(status));
  }

  /**
   * Changes a file by one of its names, while it has no other, and gives it the others back.
   *
   * @return false for a file that never had several names in this tree
   */
  boolean changeOnce(EntryStatus status, Change change) throws IOException {
    List<List<byte[]>> shared = names.remove(File.of(status));
    if (shared == null) {
      return false;
    }
    List<byte[]> first = shared.getFirst();
    List<List<byte[]>> others = shared.subList(1, shared.size());
    for (List<byte[]> other : others) {
      try (OpenDirectory folder = around(other)) {
        folder.unlink(other.getLast());
      }
    }
    try (OpenDirectory folder = around(first)) {
      byte[] name = first.getLast();
      change.make(folder, name, status);
      for (List<byte[]> other : others) {
        try (OpenDirectory otherFolder = around(other)) {
          otherFolder.link(other.getLast(), folder, name);
        }
      }
      EntryStatus changed = folder.status(name);
      if (changed != null) {
        done.add(File.of(changed));
      }
    }
    return true;
  }

  private OpenDirectory around(List<byte[]> path) throws IOException {
    OpenDirectory folder = root.reopened();
    for (byte[] name : path.subList(0, path.size() - 1)) {
      try (OpenDirectory outer = folder) {
        folder = outer.openDirectory(name);
      }
    }
    return folder;
  }
}
