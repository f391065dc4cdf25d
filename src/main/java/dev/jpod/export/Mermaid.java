package dev.jpod.export;

import dev.jpod.export.Graph.Edge;
import dev.jpod.export.Graph.Kind;
import dev.jpod.export.Graph.Node;
import java.util.Locale;
import java.util.Map;

/** Graphs as Mermaid draws them, for example in Markdown. */
final class Mermaid {
  private Mermaid() {}

  static String of(Graph graph) {
    Map<String, String> names = Written.names(graph);
    StringBuilder text = new StringBuilder("flowchart TB\n");
    for (Node node : graph.nodes()) {
      text.append("  ")
          .append(names.get(node.id()))
          .append(shape(node))
          .append(":::")
          .append(node.kind().name().toLowerCase(Locale.ROOT))
          .append('\n');
    }
    for (Edge edge : graph.edges()) {
      text.append("  ").append(names.get(edge.from())).append(" -->");
      if (!edge.label().isEmpty()) {
        text.append('|').append(quoted(edge.label())).append('|');
      }
      text.append(' ').append(names.get(edge.to())).append('\n');
    }
    for (Kind kind : Kind.values()) {
      if (graph.nodes().stream().anyMatch(node -> node.kind() == kind)) {
        text.append("  classDef ")
            .append(kind.name().toLowerCase(Locale.ROOT))
            .append(' ')
            .append(look(kind))
            .append('\n');
      }
    }
    return text.toString();
  }

  private static String shape(Node node) {
    String label = quoted(node.label());
    return switch (node.kind()) {
      case POD, CHANGED -> "(" + label + ")";
      case CONTAINER, MADE, IMAGE -> "[" + label + "]";
      case NETWORK -> "{{" + label + "}}";
      case VOLUME -> "[(" + label + ")]";
      case PORT -> ">" + label + "]";
      case REMOVED -> "[/" + label + "/]";
      case WAIT -> "([" + label + "])";
      case POINT -> "((\" \"))";
    };
  }

  private static String look(Kind kind) {
    return switch (kind) {
      case POD -> "stroke-width:2px";
      case MADE -> "stroke:#2a9d4a";
      case CHANGED -> "stroke:#c79a00";
      case REMOVED -> "stroke:#c43c3c,stroke-dasharray:4 3";
      case CONTAINER, NETWORK, VOLUME, PORT, IMAGE, WAIT, POINT -> "stroke:#808080";
    };
  }

  /** A string between quotes; what Mermaid or the HTML behind it could read is an entity. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '#', '<', '>', '&', '`', '\\', ';', '%', '{', '}' ->
            quoted.append('#').append((int) c).append(';');
        case '\n' -> quoted.append("<br/>");
        default -> quoted.append(c);
      }
    }
    return Written.clean(quoted.append('"').toString());
  }
}
