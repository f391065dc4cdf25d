package dev.jpod.manifest;

import dev.jpod.model.Container;
import dev.jpod.model.Container.Role;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.Lifecycle.RestartPolicy.When;
import dev.jpod.model.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds dependencies that nothing can ever meet: unknown targets, cycles, wrong conditions. */
final class DependencyChecks {
  private DependencyChecks() {}

  static void check(List<Dependency> dependencies, Map<String, Pod> pods) {
    Map<String, List<Dependency>> edgesOfPods = new LinkedHashMap<>();
    Map<String, Map<String, List<Dependency>>> edgesInPods = new LinkedHashMap<>();
    for (Dependency dependency : dependencies) {
      Map<String, List<Dependency>> edges =
          dependency.isOfPod()
              ? edgesOfPods
              : edgesInPods.computeIfAbsent(dependency.pod(), pod -> new LinkedHashMap<>());
      if (hasTarget(dependency, pods)) {
        edges.computeIfAbsent(dependency.dependant(), name -> new ArrayList<>()).add(dependency);
      }
    }
    new CycleFinder(edgesOfPods).report();
    for (Map<String, List<Dependency>> edges : edgesInPods.values()) {
      new CycleFinder(edges).report();
    }
  }

  private static boolean hasTarget(Dependency dependency, Map<String, Pod> pods) {
    Pod pod = pods.get(dependency.isOfPod() ? dependency.target() : dependency.pod());
    if (dependency.isOfPod()) {
      if (pod == null) {
        unknown(dependency, "pod", new ArrayList<>(pods.keySet()));
        return false;
      }
      checkCondition(dependency, pod.containers());
      return true;
    }
    Container target = pod == null ? null : container(pod, dependency.target());
    if (target == null) {
      unknown(dependency, "container in this pod", pod == null ? List.of() : names(pod));
      return false;
    }
    checkCondition(dependency, List.of(target));
    return true;
  }

  private static void checkCondition(Dependency dependency, List<Container> targets) {
    if (dependency.condition() == DependencyCondition.HEALTHY && areInit(targets)) {
      dependency
          .value()
          .problem(
              "'" + dependency.target() + "' runs to its end, so it never becomes healthy",
              "write completed");
    } else if (dependency.condition() == DependencyCondition.HEALTHY && areUnchecked(targets)) {
      dependency
          .value()
          .problem(
              "'" + dependency.target() + "' is not checked, so it never becomes healthy",
              "take 'disabled' out of its healthCheck, or write started");
    }
    for (Container target : targets) {
      When restart = target.lifecycle().restart().when();
      if (dependency.condition() == DependencyCondition.COMPLETED
          && (restart == When.ALWAYS || restart == When.UNLESS_STOPPED)) {
        dependency
            .value()
            .problem(
                "'" + dependency.target() + "' is restarted for ever, so it never completes",
                "write restart: no or restart: on-failure there; always is the default");
        return;
      }
    }
  }

  /** Whether none is checked, not even where an image brings a check along. */
  private static boolean areUnchecked(List<Container> containers) {
    for (Container container : containers) {
      HealthCheck check = container.healthCheck();
      if (container.role() == Role.MAIN && (check == null || !check.isDisabled())) {
        return false;
      }
    }
    return true;
  }

  private static boolean areInit(List<Container> containers) {
    for (Container container : containers) {
      if (container.role() == Role.MAIN) {
        return false;
      }
    }
    return true;
  }

  private static void unknown(Dependency dependency, String what, List<String> known) {
    String target = dependency.target();
    String hint = Spelling.hint(target, known);
    dependency
        .value()
        .problem(
            "there is no " + what + " named '" + Quote.shortened(target) + "'",
            hint.isEmpty() ? "add it, or remove the dependency" : hint);
  }

  private static @Nullable Container container(Pod pod, String name) {
    for (Container container : pod.containers()) {
      if (container.name().equals(name)) {
        return container;
      }
    }
    return null;
  }

  private static List<String> names(Pod pod) {
    List<String> names = new ArrayList<>();
    for (Container container : pod.containers()) {
      names.add(container.name());
    }
    return names;
  }
}
