package dev.jpod.export;

import dev.jpod.export.Graph.Kind;
import dev.jpod.export.Graph.Node;
import dev.jpod.export.Layers.Place;
import dev.jpod.export.Layers.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Graphs as pictures that need nothing else, for light and dark surroundings. */
final class Svg {
  private static final int CHARACTER = 7;
  private static final int LINE = 15;
  private static final int PADDING = 10;
  private static final int GAP = 24;
  private static final int LAYER_GAP = 46;
  private static final int MARGIN = 16;
  private static final int POINT = 5;

  /** Colours are written out: not every program that draws pictures knows variables. */
  private static final String STYLE =
      """
        <style>
          svg { color-scheme: light dark; font: 12px ui-monospace, monospace; }
          text { fill: #1b1f24; text-anchor: middle; }
          .label { font-size: 10px; fill: #6b7280; }
          .shape { fill: #f6f8fa; stroke: #6b7280; }
          .edge { fill: none; stroke: #6b7280; }
          .head, .point .shape { fill: #6b7280; }
          .pod .shape { stroke-width: 2; }
          .made .shape { fill: #d7f0dd; }
          .changed .shape { fill: #fdf0c8; }
          .removed .shape { fill: #f8d8d8; stroke-dasharray: 4 3; }
          @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3; }
            .label, .head, .point .shape { fill: #8b949e; }
            .shape { fill: #21262d; stroke: #8b949e; }
            .edge { stroke: #8b949e; }
            .made .shape { fill: #1f4429; }
            .changed .shape { fill: #4a3c10; }
            .removed .shape { fill: #552525; }
          }
        </style>
        <defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" \
      markerHeight="8" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>
      """;

  private final StringBuilder text = new StringBuilder();
  private final Map<Place, Box> boxes = new HashMap<>();

  /** A rectangle by its middle. */
  private record Box(int x, int y, int width, int height) {
    int top() {
      return y - height / 2;
    }

    int bottom() {
      return y + height / 2;
    }
  }

  private Svg() {}

  static String of(Graph graph) {
    return new Svg().draw(graph);
  }

  private String draw(Graph graph) {
    Layers layers = new Layers(graph);
    int width = 0;
    for (List<Place> layer : layers.layers()) {
      width = Math.max(width, width(layer));
    }
    int y = MARGIN;
    for (List<Place> layer : layers.layers()) {
      y += put(layer, width, y) + LAYER_GAP;
    }
    int height = layers.layers().isEmpty() ? 2 * MARGIN : y - LAYER_GAP + MARGIN;
    int whole = width + 2 * MARGIN;
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(whole + " " + height)
        .append("\" width=\"" + whole + "\" height=\"" + height + "\" role=\"img\">\n")
        .append("  <title>" + escaped(graph.name()) + "</title>\n")
        .append(STYLE);
    layers.routes().forEach(this::arrow);
    for (List<Place> layer : layers.layers()) {
      for (Place place : layer) {
        if (place.node != null) {
          node(place.node, box(place));
        }
      }
    }
    return text.append("</svg>\n").toString();
  }

  private static int width(List<Place> layer) {
    int width = -GAP;
    for (Place place : layer) {
      width += width(place) + GAP;
    }
    return Math.max(0, width);
  }

  private static int width(Place place) {
    Node node = place.node;
    if (node == null || node.kind() == Kind.POINT) {
      return 2 * POINT;
    }
    int longest = 1;
    for (String line : node.label().split("\n", -1)) {
      longest = Math.max(longest, line.codePointCount(0, line.length()));
    }
    return longest * CHARACTER + 2 * PADDING + 2 * (node.kind() == Kind.WAIT ? PADDING : 0);
  }

  private static int height(Place place) {
    Node node = place.node;
    return node == null || node.kind() == Kind.POINT
        ? 2 * POINT
        : node.label().split("\n", -1).length * LINE + PADDING + 2;
  }

  /** Gives places in a row their boxes, and says how high the row is. */
  private int put(List<Place> layer, int width, int top) {
    int highest = 0;
    for (Place place : layer) {
      highest = Math.max(highest, height(place));
    }
    int x = MARGIN + (width - width(layer)) / 2;
    for (Place place : layer) {
      int own = width(place);
      boxes.put(place, new Box(x + own / 2, top + highest / 2, own, height(place)));
      x += own + GAP;
    }
    return highest;
  }

  private Box box(Place place) {
    return boxes.getOrDefault(place, new Box(0, 0, 0, 0));
  }

  private void arrow(Route route) {
    Box from = box(route.way().getFirst());
    int x = from.x();
    int y = from.bottom();
    text.append("  <path class=\"edge\" marker-end=\"url(#head)\" d=\"M").append(x + " " + y);
    int middleX = x;
    int middleY = y;
    for (int i = 1; i < route.way().size(); i++) {
      Box to = box(route.way().get(i));
      int end = i == route.way().size() - 1 ? to.top() : to.y();
      int half = (y + end) / 2;
      text.append("C" + x + " " + half + " " + to.x() + " " + half + " " + to.x() + " " + end);
      middleX = i == 1 ? (x + to.x()) / 2 : middleX;
      middleY = i == 1 ? half : middleY;
      x = to.x();
      y = end;
    }
    text.append("\"/>\n");
    if (!route.edge().label().isEmpty()) {
      text.append("  <text class=\"label\" x=\"" + middleX + "\" y=\"" + middleY + "\">")
          .append(escaped(route.edge().label()))
          .append("</text>\n");
    }
  }

  private void node(Node node, Box box) {
    text.append("  <g class=\"" + node.kind().name().toLowerCase(Locale.ROOT) + "\">");
    if (node.kind() == Kind.POINT) {
      text.append("<title>" + escaped(node.label()) + "</title>")
          .append("<circle class=\"shape\" cx=\"" + box.x() + "\" cy=\"" + box.y() + "\" r=\"5\"/>")
          .append("</g>\n");
      return;
    }
    text.append("<rect class=\"shape\" x=\"" + (box.x() - box.width() / 2) + "\" y=\"")
        .append(box.top() + "\" width=\"" + box.width() + "\" height=\"" + box.height())
        .append("\" rx=\"" + corner(node.kind(), box) + "\"/>");
    int y = box.top() + PADDING / 2 + LINE - 3;
    for (String line : node.label().split("\n", -1)) {
      text.append("<text x=\"" + box.x() + "\" y=\"" + y + "\">" + escaped(line) + "</text>");
      y += LINE;
    }
    text.append("</g>\n");
  }

  private static int corner(Kind kind, Box box) {
    return switch (kind) {
      case POD, CHANGED -> 8;
      case WAIT, NETWORK -> box.height() / 2;
      case CONTAINER, VOLUME, PORT, IMAGE, MADE, REMOVED, POINT -> 0;
    };
  }

  private static String escaped(String text) {
    return Written.clean(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
