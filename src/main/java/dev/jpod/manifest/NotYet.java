package dev.jpod.manifest;

import dev.jpod.model.Container;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.Resources;
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
  private static final String PODS_AND_NETWORKS = "it arrives with pods and networks";
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
    for (String network : stack.networks().keySet()) {
      search.add(
          origins.of("networks." + network),
          "networks." + network,
          "named networks cannot be made yet",
          PODS_AND_NETWORKS);
    }
    for (Pod pod : stack.pods()) {
      search.check(pod);
    }
    return search.problems;
  }

  private void check(Pod pod) {
    if (pod.network() instanceof NetworkMode.Attached) {
      ofPod(pod, "networks", "named networks cannot be joined yet", PODS_AND_NETWORKS);
    }
    if (!pod.ports().isEmpty()) {
      ofPod(pod, "ports", "ports cannot be published yet", PODS_AND_NETWORKS);
    }
    if (pod.containers().size() > 1 && !pod.share().isEmpty()) {
      ofPod(
          pod,
          "share",
          "containers cannot share namespaces yet",
          "write share: [] for containers that share nothing; sharing arrives with pods and"
              + " networks");
    }
    checkConditions(pod, pod.name(), "dependsOn.", pod.dependsOn());
    if (!pod.resources().equals(Resources.DEFAULT)) {
      ofPod(pod, "resources", "limits of a whole pod cannot be set yet", PODS_AND_NETWORKS);
    }
    if (pod.extraHosts().containsValue(Pod.HOST_GATEWAY)) {
      ofPod(pod, "extraHosts", "the host's address cannot be looked up yet", PODS_AND_NETWORKS);
    }
    for (Container container : pod.containers()) {
      if (container.role() == Container.Role.INIT) {
        ofPod(pod, "initContainers", "init containers cannot be run yet", PODS_AND_NETWORKS);
        break;
      }
    }
    for (Container container : pod.containers()) {
      if (container.healthCheck() != null) {
        ofContainer(pod, container.name(), "healthCheck", "health is not checked yet");
      }
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

  private void ofPod(Pod pod, String field, String message, String hint) {
    add(
        origins.of(pod.name(), pod.name(), field),
        "pods." + pod.name() + "." + field,
        message,
        hint);
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
