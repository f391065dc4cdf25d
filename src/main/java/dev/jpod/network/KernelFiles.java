package dev.jpod.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What the kernel shows of a network namespace in files below /proc. */
interface KernelFiles {
  /** The files of the namespace that this process is in, each as it is when it is asked for. */
  KernelFiles HOST =
      new KernelFiles() {
        @Override
        public List<String> lines(Path file) throws IOException {
          try {
            return Files.readAllLines(file, StandardCharsets.US_ASCII);
          } catch (NoSuchFileException e) {
            return List.of();
          }
        }
      };

  /** The lines of a file; none where the kernel has no such file. */
  List<String> lines(Path file) throws IOException;

  /** The first line of a file, without blanks around it; empty when it cannot be read. */
  default String word(Path file) {
    try {
      List<String> lines = lines(file);
      return lines.isEmpty() ? "" : lines.getFirst().strip();
    } catch (IOException e) {
      return "";
    }
  }
}
