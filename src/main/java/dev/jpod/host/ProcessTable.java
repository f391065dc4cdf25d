package dev.jpod.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The processes that this one sees, as they were at one look: who is whose parent. One that has
 * ended and only waits to be reaped counts as none.
 */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  private final Map<Long, Long> parents;

  private ProcessTable(Map<Long, Long> parents) {
    this.parents = parents;
  }

  /** Looks at all processes, for which nothing is started. */
  public static ProcessTable read() {
    Map<Long, Long> parents = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path entry : entries) {
        long parent = parent(entry);
        if (parent >= 0) {
          parents.put(Long.valueOf(entry.getFileName().toString()), parent);
        }
      }
    } catch (IOException e) {
      return new ProcessTable(Map.of());
    }
    return new ProcessTable(parents);
  }

  /** All of them, in the order of their ids. */
  public Set<Long> all() {
    return Collections.unmodifiableSet(parents.keySet());
  }

  /** These processes and all that descend from them, in the order of their ids. */
  public SortedSet<Long> withDescendants(Set<Long> roots) {
    SortedSet<Long> family = new TreeSet<>(roots);
    family.retainAll(parents.keySet());
    int before;
    do {
      before = family.size();
      parents.forEach(
          (process, parent) -> {
            if (family.contains(parent)) {
              family.add(process);
            }
          });
    } while (family.size() > before);
    return family;
  }

  /** The id of the parent; -1 when the process has ended. */
  private static long parent(Path folder) {
    try {
      String stat =
          new String(Files.readAllBytes(folder.resolve("stat")), StandardCharsets.ISO_8859_1);
      // The second field is the name in parentheses, which may itself hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
      return fields[0].equals("Z") || fields[0].equals("X") ? -1 : Long.parseLong(fields[1]);
    } catch (IOException gone) {
      return -1;
    }
  }
}
