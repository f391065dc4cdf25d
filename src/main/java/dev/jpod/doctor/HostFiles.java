package dev.jpod.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a host, below a root folder that a test can choose. What cannot be read is empty.
 */
record HostFiles(Path root) {
  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  boolean exists(String absolute) {
    return Files.exists(path(absolute));
  }

  /** The first line of a file. */
  String line(String absolute) {
    List<String> lines = lines(absolute);
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  List<String> lines(String absolute) {
    try {
      return Files.readAllLines(path(absolute), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The bits of a file's mode; 0 when there is none. */
  int mode(String absolute) {
    try {
      return (int) Files.getAttribute(path(absolute), "unix:mode");
    } catch (IOException e) {
      return 0;
    }
  }
}
