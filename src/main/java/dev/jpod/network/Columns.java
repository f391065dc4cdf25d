package dev.jpod.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tables that the kernel shows in /proc/net: lines of words with blanks between them. */
final class Columns {
  private Columns() {}

  /** The words of each line; nothing where the kernel has no such table. */
  static List<List<String>> read(KernelFiles files, Path file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : files.lines(file)) {
      rows.add(words(line));
    }
    return rows;
  }

  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= line.length(); i++) {
      boolean blank = i == line.length() || line.charAt(i) <= ' ';
      if (!blank && start < 0) {
        start = i;
      } else if (blank && start >= 0) {
        words.add(line.substring(start, i));
        start = -1;
      }
    }
    return words;
  }
}
