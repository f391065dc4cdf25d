package dev.jpod.manifest;

import dev.jpod.model.Names;
import java.util.List;

/** The top level of a manifest document. */
final class DocumentReader {
  static final String API_VERSION = "jpod.dev/v1";
  static final String KIND = "Stack";
  private static final String SAVED_PLAN = "Plan";

  private DocumentReader() {}

  static void read(Document document, StackDraft draft) {
    Value root = document.value();
    if (!root.isMap()) {
      root.expected("a map with apiVersion, kind, name and pods");
      return;
    }
    MapReader map = new MapReader(root);
    if (isSavedPlan(map)) {
      draft.misnamed();
      return;
    }
    expect(map, "apiVersion", API_VERSION);
    expect(map, "kind", KIND);
    readName(map, draft);
    draft.revisions().read(map);
    for (MapEntry entry : entries(map, "networks")) {
      if (isDeclared(entry, draft)) {
        draft.declares(entry.key(), NetworkReader.read(entry, draft), entry.value());
      }
    }
    for (MapEntry entry : entries(map, "volumes")) {
      if (isDeclared(entry, draft)) {
        draft.volumes().put(entry.key(), VolumeReader.read(entry.value()));
      }
    }
    for (MapEntry entry : entries(map, "configs")) {
      if (isDeclared(entry, draft)) {
        draft.configs().put(entry.key(), ContentSourceReader.config(entry.value()));
      }
    }
    for (MapEntry entry : entries(map, "secrets")) {
      if (isDeclared(entry, draft)) {
        draft.secrets().put(entry.key(), ContentSourceReader.secret(entry.value()));
      }
    }
    Value hooks = map.get("hooks");
    if (hooks != null && draft.declares(hooks)) {
      draft.hooks().addAll(HooksReader.read(hooks));
    }
    for (MapEntry entry : entries(map, "pods")) {
      stands(entry);
      if (draft.declares(entry.value())) {
        draft.pods().put(entry.key(), PodReader.read(entry, draft));
      }
    }
    map.finish();
  }

  /** One problem says more than one for each field of a plan that a stack file does not have. */
  private static boolean isSavedPlan(MapReader map) {
    Value kind = map.get("kind");
    if (kind == null || !SAVED_PLAN.equals(kind.line())) {
      return false;
    }
    kind.problem("this is a saved plan", "apply it as 'jpod apply FILE', without -f");
    return true;
  }

  private static void expect(MapReader map, String field, String wanted) {
    Value value = map.require(field, "write " + field + ": " + wanted);
    String text = value == null ? null : value.line();
    if (value != null && text != null && !text.equals(wanted)) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not known", "write " + field + ": " + wanted);
    }
  }

  private static void readName(MapReader map, StackDraft draft) {
    Value value = map.get("name");
    if (value == null) {
      return;
    }
    String name = value.line();
    if (name == null) {
      draft.misnamed();
      return;
    }
    String problem = Names.problemWithLabel(name);
    if (problem != null) {
      value.problem("'" + Quote.shortened(name) + "' cannot be the name of a stack", problem);
    }
    draft.named(name, value);
  }

  private static List<MapEntry> entries(MapReader map, String field) {
    Value value = map.get(field);
    return value == null ? List.of() : value.entries();
  }

  private static boolean isDeclared(MapEntry entry, StackDraft draft) {
    stands(entry);
    String problem = Names.problemWithResourceName(entry.key());
    if (problem != null) {
      entry.value().problem("'" + Quote.shortened(entry.key()) + "' cannot be a name", problem);
    }
    return draft.declares(entry.value());
  }

  private static void stands(MapEntry entry) {
    Value value = entry.value();
    value.document().reading().stands(value.path(), value.place());
  }
}
