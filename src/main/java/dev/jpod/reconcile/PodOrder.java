package dev.jpod.reconcile;

import dev.jpod.diff.Field;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * In which order the containers of one pod start, by what the last apply gave them. They stop the
 * other way round.
 */
public final class PodOrder {
  private final List<ObservedContainer> containers;
  private final Map<String, Map<String, DependencyCondition>> conditions = new LinkedHashMap<>();

  private PodOrder(List<ObservedContainer> containers) {
    this.containers = containers;
    for (ObservedContainer container : containers) {
      conditions.put(container.id(), conditionsOf(container));
    }
  }

  /** The order of these containers, which are all of one pod. */
  public static PodOrder of(List<ObservedContainer> containers) {
    return new PodOrder(List.copyOf(containers));
  }

  /**
   * The containers in groups: those of a group wait for none of the same or of a later one. Of a
   * circle, which no stack file can hold, the rest comes at once.
   */
  public List<List<ObservedContainer>> waves() {
    List<List<ObservedContainer>> waves = new ArrayList<>();
    List<ObservedContainer> left = new ArrayList<>(containers);
    while (!left.isEmpty()) {
      List<ObservedContainer> wave = new ArrayList<>();
      for (ObservedContainer container : left) {
        if (!waitsForOneOf(container, left)) {
          wave.add(container);
        }
      }
      waves.add(wave.isEmpty() ? List.copyOf(left) : wave);
      left.removeAll(waves.getLast());
    }
    return waves;
  }

  /** The containers that have to end well before this one starts. */
  public List<ObservedContainer> completedBefore(ObservedContainer container) {
    List<ObservedContainer> found = new ArrayList<>();
    Map<String, DependencyCondition> wanted = conditions.getOrDefault(container.id(), Map.of());
    for (ObservedContainer other : containers) {
      if (wanted.get(nameOf(other)) == DependencyCondition.COMPLETED) {
        found.add(other);
      }
    }
    return found;
  }

  /** Whether a container has done what it was there for and will not run again by itself. */
  public static boolean isCompleted(ObservedContainer container) {
    String restart = container.applied().get(Field.RESTART_POLICY.path());
    boolean ends = restart != null && (restart.equals("no") || restart.startsWith("on-failure"));
    return ends
        && container.status() instanceof ContainerStatus.Exited exited
        && exited.exitCode() == 0
        && exited.cause() == Cause.BY_ITSELF;
  }

  private boolean waitsForOneOf(ObservedContainer container, List<ObservedContainer> others) {
    Map<String, DependencyCondition> wanted = conditions.getOrDefault(container.id(), Map.of());
    for (ObservedContainer other : others) {
      if (wanted.containsKey(nameOf(other))) {
        return true;
      }
    }
    return false;
  }

  /** What a container waits for in its own pod, by the names there. */
  private static Map<String, DependencyCondition> conditionsOf(ObservedContainer container) {
    InstanceKey owner = container.owner();
    if (owner == null) {
      return Map.of();
    }
    String prefix = Field.DEPENDS_ON.path() + owner.pod() + ".";
    Map<String, DependencyCondition> conditions = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : container.applied().tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      conditions.put(
          entry.getKey().substring(prefix.length()),
          DependencyCondition.valueOf(entry.getValue().toUpperCase(Locale.ROOT)));
    }
    return conditions;
  }

  private static String nameOf(ObservedContainer container) {
    InstanceKey owner = container.owner();
    return owner == null ? container.name() : owner.container();
  }
}
