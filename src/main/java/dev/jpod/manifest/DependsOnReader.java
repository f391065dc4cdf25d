package dev.jpod.manifest;

import dev.jpod.model.DependencyCondition;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A {@code dependsOn}: a list of names, which means started, or a map of names and conditions. In a
 * pod it names other pods, in a container of a pod of several its siblings.
 */
final class DependsOnReader {
  private DependsOnReader() {}

  static Map<String, DependencyCondition> ofPod(MapReader map, String pod, StackDraft draft) {
    return read(map, pod, "", draft);
  }

  static Map<String, DependencyCondition> ofContainer(
      MapReader map, String pod, String container, StackDraft draft) {
    return read(map, pod, container, draft);
  }

  private static Map<String, DependencyCondition> read(
      MapReader map, String pod, String container, StackDraft draft) {
    Value value = map.get("dependsOn");
    if (value == null) {
      return Map.of();
    }
    Map<String, DependencyCondition> conditions = new LinkedHashMap<>();
    if (value.isList()) {
      for (Value item : value.items()) {
        String target = item.line();
        if (target != null && conditions.put(target, DependencyCondition.STARTED) == null) {
          item.document().reading().stands(value.path() + "." + target, item.place());
          draft.depends(new Dependency(pod, container, target, DependencyCondition.STARTED, item));
        } else if (target != null) {
          item.problem("'" + Quote.shortened(target) + "' is given twice", "remove one of them");
        }
      }
      return conditions;
    }
    for (MapEntry entry : value.entries()) {
      Value each = entry.value();
      DependencyCondition condition = condition(each);
      conditions.put(entry.key(), condition);
      each.document().reading().stands(each.path(), each.place());
      draft.depends(new Dependency(pod, container, entry.key(), condition, each));
    }
    return conditions;
  }

  private static DependencyCondition condition(Value value) {
    if (value.isMap()) {
      value.problem("is a map, but should be a condition", "write started, healthy or completed");
      return DependencyCondition.STARTED;
    }
    String translated =
        switch (value.written()) {
          case "service_started" -> "started";
          case "service_healthy" -> "healthy";
          case "service_completed_successfully" -> "completed";
          default -> "";
        };
    if (!translated.isEmpty()) {
      value.problem("is a word of Compose", "write " + translated);
      return DependencyCondition.STARTED;
    }
    DependencyCondition condition = Choices.read(value, DependencyCondition.values());
    return condition == null ? DependencyCondition.STARTED : condition;
  }
}
