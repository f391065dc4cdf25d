package dev.jpod.export;

import dev.jpod.export.Graph.Edge;
import dev.jpod.export.Graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place for every node: in layers from the top down, each node below all from which arrows lead
 * to it, and in its layer near those that it is connected with (Sugiyama's method: longest paths,
 * then barycentres). An arrow over several layers has a bend in each.
 */
final class Layers {
  private static final int SWEEPS = 6;

  private final List<List<Place>> layers = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();

  /** Where a node is, or a bend of an arrow. */
  static final class Place {
    final @Nullable Node node;
    final List<Place> above = new ArrayList<>();
    final List<Place> below = new ArrayList<>();
    int layer;
    double order;

    Place(@Nullable Node node, int layer) {
      this.node = node;
      this.layer = layer;
    }
  }

  /** An arrow by the places on its way. */
  record Route(Edge edge, List<Place> way) {}

  Layers(Graph graph) {
    Map<String, Place> places = new HashMap<>();
    for (Node node : graph.nodes()) {
      places.put(node.id(), new Place(node, 0));
    }
    lower(graph, places);
    for (Node node : graph.nodes()) {
      put(places.get(node.id()));
    }
    for (Edge edge : graph.edges()) {
      route(edge, places.get(edge.from()), places.get(edge.to()));
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      sort(sweep % 2 == 0);
    }
  }

  List<List<Place>> layers() {
    return layers;
  }

  List<Route> routes() {
    return routes;
  }

  /** Puts each below those before it; arrows in a circle end where they have gone round. */
  private static void lower(Graph graph, Map<String, Place> places) {
    Map<String, List<String>> next = new HashMap<>();
    Map<String, Integer> waiting = new HashMap<>();
    for (Edge edge : graph.edges()) {
      next.computeIfAbsent(edge.from(), _ -> new ArrayList<>()).add(edge.to());
      waiting.merge(edge.to(), 1, Integer::sum);
    }
    List<String> ready = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!waiting.containsKey(node.id())) {
        ready.add(node.id());
      }
    }
    for (int i = 0; i < ready.size(); i++) {
      Place from = places.get(ready.get(i));
      for (String id : next.getOrDefault(ready.get(i), List.of())) {
        Place to = places.get(id);
        if (from != null && to != null) {
          to.layer = Math.max(to.layer, from.layer + 1);
        }
        if (waiting.merge(id, -1, Integer::sum) == 0) {
          ready.add(id);
        }
      }
    }
  }

  private void put(@Nullable Place place) {
    if (place == null) {
      return;
    }
    while (layers.size() <= place.layer) {
      layers.add(new ArrayList<>());
    }
    place.order = layers.get(place.layer).size();
    layers.get(place.layer).add(place);
  }

  private void route(Edge edge, @Nullable Place from, @Nullable Place to) {
    if (from == null || to == null) {
      return;
    }
    List<Place> way = new ArrayList<>();
    way.add(from);
    Place last = from;
    for (int layer = from.layer + 1; layer < to.layer; layer++) {
      Place bend = new Place(null, layer);
      put(bend);
      connect(last, bend);
      way.add(bend);
      last = bend;
    }
    way.add(to);
    connect(last, to);
    routes.add(new Route(edge, way));
  }

  private static void connect(Place upper, Place lower) {
    upper.below.add(lower);
    lower.above.add(upper);
  }

  private void sort(boolean down) {
    for (int i = 0; i < layers.size(); i++) {
      List<Place> layer = layers.get(down ? i : layers.size() - 1 - i);
      Map<Place, Double> centres = new HashMap<>();
      for (Place place : layer) {
        centres.put(place, centre(place, down ? place.above : place.below));
      }
      layer.sort(Comparator.comparingDouble(place -> centres.getOrDefault(place, 0.0)));
      for (int order = 0; order < layer.size(); order++) {
        layer.get(order).order = order;
      }
    }
  }

  private static double centre(Place place, List<Place> others) {
    double sum = 0;
    for (Place other : others) {
      sum += other.order;
    }
    return others.isEmpty() ? place.order : sum / others.size();
  }
}
