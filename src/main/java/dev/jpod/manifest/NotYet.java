package dev.jpod.manifest;

import dev.jpod.model.Container;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.Pod;
import dev.jpod.model.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names the fields that a manifest may hold and {@code validate} accepts, but that the engine
 * cannot carry out yet, so that {@code plan} and {@code apply} refuse them before they touch
 * anything.
 */
public final class NotYet {
  private static final String HEALTH = "it arrives with health checks";
  private static final Place NOWHERE = Place.outsideOfFiles("the stack");

  private final Origins origins;
  private final List<Problem> problems = new ArrayList<>();

  private NotYet(Origins origins) {
    this.origins = origins;
  }

  /** One problem per field; empty when the whole stack can be applied. */
  public static List<Problem> find(Stack stack, Origins origins) {
    NotYet search = new NotYet(origins);
    for (Pod pod : stack.pods()) {
      search.check(pod);
    }
    return search.problems;
  }

  private void check(Pod pod) {
    checkConditions(pod, pod.name(), "dependsOn.", pod.dependsOn());
    for (Container container : pod.containers()) {
      checkConditions(pod, container.name(), "dependsOn.", container.dependsOn());
    }
  }

  private void checkConditions(
      Pod pod, String container, String path, Map<String, DependencyCondition> dependsOn) {
    for (Map.Entry<String, DependencyCondition> entry : dependsOn.entrySet()) {
      if (entry.getValue() == DependencyCondition.HEALTHY) {
        ofContainer(pod, container, path + entry.getKey(), "health cannot be waited for yet");
      }
    }
  }

  private void ofContainer(Pod pod, String container, String field, String message) {
    String inner = "pods." + pod.name() + ".containers." + container;
    String owner = origins.of(inner) == null ? "pods." + pod.name() : inner;
    add(origins.of(pod.name(), container, field), owner + "." + field, message, HEALTH);
  }

  private void add(@Nullable Place place, String path, String message, String hint) {
    problems.add(new Problem(place == null ? NOWHERE : place, path, message, hint));
  }
}
