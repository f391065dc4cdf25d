package dev.jpod.runtime;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes the values of secret environment variables out of a config.json, and puts them in. */
public final class BundleSecrets {
  private BundleSecrets() {}

  /** A copy in which the variables of these names are empty. */
  public static ObjectNode removed(ObjectNode config, Set<String> names) {
    ObjectNode copy = config.deepCopy();
    ArrayNode env = env(copy);
    for (int i = 0; i < env.size(); i++) {
      String name = name(env.get(i));
      if (names.contains(name)) {
        env.set(i, name + "=");
      }
    }
    return copy;
  }

  /** Gives the variables of these names their values; others stay as they are. */
  public static void put(ObjectNode config, Map<String, String> values) {
    ArrayNode env = env(config);
    for (int i = 0; i < env.size(); i++) {
      String name = name(env.get(i));
      String value = values.get(name);
      if (value != null) {
        env.set(i, name + "=" + value);
      }
    }
  }

  private static ArrayNode env(ObjectNode config) {
    return (ArrayNode) config.required("process").required("env");
  }

  private static String name(JsonNode line) {
    String text = line.stringValue();
    int equals = text.indexOf('=');
    return equals < 0 ? text : text.substring(0, equals);
  }
}
