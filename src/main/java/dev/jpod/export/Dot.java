package dev.jpod.export;

import dev.jpod.export.Graph.Edge;
import dev.jpod.export.Graph.Kind;
import dev.jpod.export.Graph.Node;
import java.util.Map;

/** Graphs in the language of Graphviz. */
final class Dot {
  private Dot() {}

  static String of(Graph graph) {
    Map<String, String> names = Written.names(graph);
    StringBuilder text = new StringBuilder();
    text.append("digraph ").append(quoted(graph.name())).append(" {\n");
    text.append("  node [fontname=\"sans-serif\", fontsize=11];\n");
    text.append("  edge [fontname=\"sans-serif\", fontsize=9];\n");
    for (Node node : graph.nodes()) {
      text.append("  ").append(names.get(node.id())).append(" [");
      if (node.kind() == Kind.POINT) {
        text.append("shape=point, tooltip=").append(quoted(node.label()));
      } else {
        text.append("label=").append(quoted(node.label())).append(", ").append(look(node.kind()));
      }
      text.append("];\n");
    }
    for (Edge edge : graph.edges()) {
      text.append("  ").append(names.get(edge.from())).append(" -> ").append(names.get(edge.to()));
      if (!edge.label().isEmpty()) {
        text.append(" [label=").append(quoted(edge.label())).append(']');
      }
      text.append(";\n");
    }
    return text.append("}\n").toString();
  }

  private static String look(Kind kind) {
    return switch (kind) {
      case POD -> "shape=box, style=\"rounded,bold\"";
      case CONTAINER -> "shape=box";
      case NETWORK -> "shape=hexagon";
      case VOLUME -> "shape=cylinder";
      case PORT -> "shape=cds";
      case IMAGE -> "shape=folder";
      case MADE -> "shape=box, style=filled, fillcolor=\"#d7f0dd\"";
      case CHANGED -> "shape=box, style=\"rounded,filled\", fillcolor=\"#fdf0c8\"";
      case REMOVED -> "shape=octagon, style=\"dashed,filled\", fillcolor=\"#f8d8d8\"";
      case WAIT -> "shape=ellipse";
      case POINT -> "shape=point";
    };
  }

  /** A string between quotes, in which nothing has a meaning but what is meant. */
  private static String quoted(String text) {
    return '"'
        + Written.clean(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + '"';
  }
}
