package dev.jpod.runtime;

import dev.jpod.model.ImageConfig;
import dev.jpod.model.Instance;
import dev.jpod.model.JpodException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The environment of a container's process: the engine's, under the image's, under the manifest's.
 */
final class Environment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Environment() {}

  static Map<String, String> of(
      ImageConfig image, Instance instance, String hostname, ContainerUser user) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", PATH);
    env.put("TERM", "xterm");
    env.put("container", "jpod");
    env.put("HOSTNAME", hostname);
    env.put("HOME", user.home());
    image.env().forEach(line -> add(env, line));
    instance.env().forEach((name, entry) -> env.put(name, entry.value()));
    env.forEach(Environment::requireWritable);
    return env;
  }

  /** Adds a line of {@code NAME=value}; a line without a name is passed over. */
  static void add(Map<String, String> env, String line) {
    int equals = line.indexOf('=');
    if (equals > 0) {
      env.put(line.substring(0, equals), line.substring(equals + 1));
    }
  }

  static ArrayNode lines(Map<String, String> env) {
    ArrayNode lines = JsonNodeFactory.instance.arrayNode();
    env.forEach((name, value) -> lines.add(name + "=" + value));
    return lines;
  }

  private static void requireWritable(String name, String value) {
    if (name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
      throw JpodException.refused(
          "the environment variable '"
              + name.replace('\0', '?')
              + "' has an equals sign in its name or a null character in it",
          "a name goes up to its equals sign, and both end at a null character");
    }
  }
}
