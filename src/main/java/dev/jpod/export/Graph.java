package dev.jpod.export;

import java.util.List;

/**
 * Things and arrows between them, to be drawn.
 *
 * @param nodes in the order in which they are drawn; whose ids differ
 * @param edges between nodes that are there
 */
public record Graph(String name, List<Node> nodes, List<Edge> edges) {
  public Graph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /** What a node is, which is told by its shape and, where there are colours, its colour. */
  public enum Kind {
    POD,
    CONTAINER,
    NETWORK,
    VOLUME,
    PORT,
    IMAGE,
    MADE,
    CHANGED,
    REMOVED,
    WAIT,
    POINT
  }

  /**
   * One thing.
   *
   * @param id tells it from others, and is not shown
   * @param label any text; where it has line breaks they are kept
   */
  public record Node(String id, String label, Kind kind) {}

  /**
   * An arrow.
   *
   * @param label any text; empty for none
   */
  public record Edge(String from, String to, String label) {}

  /** How it is written down. */
  public enum Format {
    DOT,
    MERMAID,
    SVG;

    /** The graph in this format, which ends with a line break; the same for the same graph. */
    public String text(Graph graph) {
      return switch (this) {
        case DOT -> Dot.of(graph);
        case MERMAID -> Mermaid.of(graph);
        case SVG -> Svg.of(graph);
      };
    }
  }
}
