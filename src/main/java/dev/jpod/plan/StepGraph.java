package dev.jpod.plan;

import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps while they are being gathered, and the edges between them. */
final class StepGraph {
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private static final class Node {
    final int rank;
    final String id;
    final Action action;
    final String cause;
    final Set<String> after = new LinkedHashSet<>();

    Node(int rank, String id, Action action, String cause) {
      this.rank = rank;
      this.id = id;
      this.action = action;
      this.cause = cause;
    }
  }

  /** Adds a step and gives back its id. Among steps that could run, the first added comes first. */
  String add(Action action, String cause) {
    String id = Ids.of(action);
    Node node = new Node(nodes.size(), id, action, cause);
    if (nodes.putIfAbsent(id, node) != null) {
      throw new IllegalStateException("a plan has two steps " + id);
    }
    return id;
  }

  /** Makes a step wait for another; without effect when there is none to wait for. */
  void order(@Nullable String earlier, @Nullable String later) {
    if (earlier != null && later != null && !earlier.equals(later)) {
      node(later).after.add(earlier);
    }
  }

  /** Makes every step that waits for none, but the given ones, wait for all of them. */
  void letGoFirst(String name, List<String> first) {
    String done = join(name, first);
    if (done != null) {
      for (Node node : nodes.values()) {
        if (node.after.isEmpty() && !first.contains(node.id) && !node.id.equals(done)) {
          node.after.add(done);
        }
      }
    }
  }

  /**
   * One step that is done when all of the given ones are: the only one of them, or a milestone.
   *
   * @return null when there are none
   */
  @Nullable String join(String name, List<String> steps) {
    if (steps.size() < 2) {
      return steps.isEmpty() ? null : steps.getFirst();
    }
    Action.Milestone action = new Action.Milestone(name);
    String milestone = Ids.of(action);
    if (!nodes.containsKey(milestone)) {
      add(action, "all of " + name);
      for (String step : steps) {
        order(step, milestone);
      }
    }
    return milestone;
  }

  /**
   * The steps in an order in which each comes after those that it waits for (Kahn's algorithm).
   *
   * @throws JpodException when steps wait for each other
   */
  List<Step> sorted() {
    List<List<Node>> dependants = new ArrayList<>(nodes.size());
    int[] waiting = new int[nodes.size()];
    nodes.values().forEach(_ -> dependants.add(new ArrayList<>(1)));
    PriorityQueue<Node> ready = new PriorityQueue<>((a, b) -> Integer.compare(a.rank, b.rank));
    for (Node node : nodes.values()) {
      waiting[node.rank] = node.after.size();
      for (String earlier : node.after) {
        dependants.get(node(earlier).rank).add(node);
      }
      if (node.after.isEmpty()) {
        ready.add(node);
      }
    }
    List<Step> sorted = new ArrayList<>(nodes.size());
    for (Node node = ready.poll(); node != null; node = ready.poll()) {
      sorted.add(new Step(node.id, node.action, node.after, node.cause));
      for (Node dependant : dependants.get(node.rank)) {
        if (--waiting[dependant.rank] == 0) {
          ready.add(dependant);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      throw JpodException.refused(
          "the steps of the plan wait for each other: " + String.join(", ", circle(sorted)),
          "look for a circle in 'dependsOn'");
    }
    return sorted;
  }

  /** Steps each of which waits for the next one, and the last for the first. */
  private List<String> circle(List<Step> sorted) {
    Set<String> left = new LinkedHashSet<>(nodes.keySet());
    sorted.forEach(step -> left.remove(step.id()));
    List<String> path = new ArrayList<>();
    String at = left.iterator().next();
    while (!path.contains(at)) {
      path.add(at);
      for (String earlier : node(at).after) {
        if (left.contains(earlier)) {
          at = earlier;
          break;
        }
      }
    }
    return path.subList(path.indexOf(at), path.size());
  }

  private Node node(String id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("a plan has no step " + id);
    }
    return node;
  }
}
