package dev.jpod.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Dependencies among things that are to be removed. What was applied at different times may add up
 * to a circle, and must come down all the same.
 */
final class Precedence {
  private final SortedMap<String, SortedSet<String>> dependencies;
  private final Map<String, Set<String>> kept = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private Precedence(SortedMap<String, SortedSet<String>> dependencies) {
    this.dependencies = dependencies;
  }

  /** The same dependencies without those that close a circle. */
  static Map<String, Set<String>> withoutCircles(
      SortedMap<String, SortedSet<String>> dependencies) {
    Precedence precedence = new Precedence(new TreeMap<>(dependencies));
    for (String name : dependencies.keySet()) {
      precedence.visit(name);
    }
    return precedence.kept;
  }

  private void visit(String name) {
    if (kept.containsKey(name)) {
      return;
    }
    Set<String> own = new TreeSet<>();
    kept.put(name, own);
    open.add(name);
    for (String dependency : dependencies.getOrDefault(name, new TreeSet<>())) {
      if (!open.contains(dependency)) {
        own.add(dependency);
        visit(dependency);
      }
    }
    open.remove(name);
  }
}
