package dev.jpod.manifest;

import dev.jpod.model.ProcessSpec.EnvValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container's {@code env}: a map of names and values, where a value may be {@code {secret:
 * name}}, or a list of {@code NAME=value}.
 */
final class EnvReader {
  private EnvReader() {}

  static Map<String, EnvValue> read(MapReader map, StackDraft draft) {
    Value value = map.get("env");
    if (value == null) {
      return Map.of();
    }
    Map<String, EnvValue> env = new LinkedHashMap<>();
    if (value.isList()) {
      for (Value item : value.items()) {
        addPair(item, value.path(), env);
      }
      return env;
    }
    for (MapEntry entry : value.entries()) {
      EnvValue each = valueOf(entry, draft);
      if (each != null && isName(entry.key(), entry.value())) {
        put(entry.key(), each, entry.value(), value.path(), env);
      }
    }
    return env;
  }

  private static @Nullable EnvValue valueOf(MapEntry entry, StackDraft draft) {
    Value value = entry.value();
    if (value.isNull()) {
      value.problem(
          "has no value",
          "write ${" + entry.key() + "} to pass jpod's own variable on, or '' for an empty one");
      return null;
    }
    if (!value.isMap()) {
      String text = value.text();
      return text == null ? null : new EnvValue.Literal(text);
    }
    MapReader map = new MapReader(value);
    Value secret = map.require("secret", "write {secret: NAME}, or a text");
    String name = secret == null ? null : secret.line();
    map.finish();
    if (secret == null || name == null) {
      return null;
    }
    draft.refersTo(StackDraft.Reference.Kind.SECRET, name, secret);
    return new EnvValue.OfSecret(name);
  }

  private static void addPair(Value item, String path, Map<String, EnvValue> env) {
    String pair = item.text();
    if (pair == null) {
      return;
    }
    int equals = pair.indexOf('=');
    if (equals < 0) {
      item.problem(
          "'" + Quote.shortened(pair) + "' has no '='",
          "write NAME=value, or NAME=${NAME} to pass jpod's own variable on");
      return;
    }
    String name = pair.substring(0, equals);
    if (!isName(name, item)) {
      return;
    }
    if (env.containsKey(name)) {
      item.problem("'" + Quote.shortened(name) + "' is given twice", "remove one of them");
    }
    put(name, new EnvValue.Literal(pair.substring(equals + 1)), item, path, env);
  }

  private static void put(
      String name, EnvValue each, Value value, String path, Map<String, EnvValue> env) {
    env.put(name, each);
    value.document().reading().stands(path + "." + name, value.place());
  }

  private static boolean isName(String name, Value value) {
    if (EnvFile.isName(name)) {
      return true;
    }
    value.problem(
        "'" + Quote.shortened(name) + "' cannot be the name of a variable",
        "a name is not empty and has no '=', spaces or control characters");
    return false;
  }
}
