package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds dependencies that lead back to where they start; walks without recursion. */
final class CycleFinder {
  private final Map<String, List<Dependency>> edges;
  private final Set<String> done = new HashSet<>();
  private final List<String> way = new ArrayList<>();
  private final List<Integer> next = new ArrayList<>();
  private final Set<String> onWay = new HashSet<>();

  CycleFinder(Map<String, List<Dependency>> edges) {
    this.edges = edges;
  }

  /** Reports each dependency that closes a cycle, with the cycle in words. */
  void report() {
    for (String start : edges.keySet()) {
      if (!done.contains(start)) {
        enter(start);
        while (!way.isEmpty()) {
          step();
        }
      }
    }
  }

  private void step() {
    String node = way.getLast();
    int index = next.getLast();
    List<Dependency> outgoing = edges.getOrDefault(node, List.of());
    if (index == outgoing.size()) {
      way.removeLast();
      next.removeLast();
      onWay.remove(node);
      done.add(node);
      return;
    }
    next.set(next.size() - 1, index + 1);
    Dependency dependency = outgoing.get(index);
    if (onWay.contains(dependency.target())) {
      List<String> cycle =
          new ArrayList<>(way.subList(way.indexOf(dependency.target()), way.size()));
      cycle.add(dependency.target());
      dependency
          .value()
          .problem(
              "the dependencies run in a circle: " + String.join(" → ", cycle),
              "remove one of them");
    } else if (!done.contains(dependency.target())) {
      enter(dependency.target());
    }
  }

  private void enter(String node) {
    way.add(node);
    next.add(0);
    onWay.add(node);
  }
}
