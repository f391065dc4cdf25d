package dev.jpod.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a line between words, before picocli would do so within them. The lines that follow begin
 * where the meaning of a field does, or where the first line begins.
 */
final class HangingIndent {
  private static final int COLUMNS = 79;

  private HangingIndent() {}

  /** The lines that it takes, each of at most 79 characters as far as its words allow. */
  static List<String> wrap(String line) {
    List<String> lines = new ArrayList<>();
    String indent = " ".repeat(indent(line));
    String rest = line;
    while (rest.length() > COLUMNS) {
      int space = rest.lastIndexOf(' ', COLUMNS);
      if (space <= indent.length()) {
        break;
      }
      lines.add(rest.substring(0, space).stripTrailing());
      rest = indent + rest.substring(space + 1).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  private static int indent(String line) {
    int first = afterSpaces(line, 0);
    int gap = line.indexOf("  ", first);
    return gap < 0 ? first : afterSpaces(line, gap);
  }

  private static int afterSpaces(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
