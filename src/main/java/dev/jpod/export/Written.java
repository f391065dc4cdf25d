package dev.jpod.export;

import dev.jpod.export.Graph.Node;
import java.util.HashMap;
import java.util.Map;

/** What is the same in all formats. */
final class Written {
  private Written() {}

  /** Names that no format can take for anything else, by the ids of nodes. */
  static Map<String, String> names(Graph graph) {
    Map<String, String> names = new HashMap<>();
    for (Node node : graph.nodes()) {
      names.put(node.id(), "n" + names.size());
    }
    return names;
  }

  /**
   * The text without characters that are no text: control characters but line breaks, halves of
   * characters, and those that change the direction of what follows.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().forEach(c -> clean.appendCodePoint(isText(c) ? c : '\ufffd'));
    return clean.toString();
  }

  private static boolean isText(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
