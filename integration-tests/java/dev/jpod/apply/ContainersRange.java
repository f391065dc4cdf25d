package dev.jpod.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Subordinate ids for the pods of root: those of the user {@code containers}, added for a test. */
final class ContainersRange implements AutoCloseable {
  private static final List<Path> FILES = List.of(Path.of("/etc/subuid"), Path.of("/etc/subgid"));
  private static final String LINE = "containers:2147483648:2147418112";

  private final List<Path> added = new ArrayList<>();

  /** Adds what is not there. */
  ContainersRange() throws IOException {
    for (Path file : FILES) {
      if (Files.readAllLines(file).stream().noneMatch(line -> line.startsWith("containers:"))) {
        Files.writeString(file, LINE + "\n", StandardOpenOption.APPEND);
        added.add(file);
      }
    }
  }

  /** Takes away again what was added. */
  @Override
  public void close() throws IOException {
    for (Path file : added) {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      lines.remove(LINE);
      Files.write(file, lines);
    }
  }
}
