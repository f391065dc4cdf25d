package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The OCI process object of another process in a container. */
public final class ExecProcess {
  private ExecProcess() {}

  /**
   * The container's own process with what the request says instead; limits and privileges stay.
   *
   * @param config the container's config.json; not changed
   */
  public static ObjectNode of(ObjectNode config, ExecRequest request) {
    if (request.args().isEmpty()) {
      throw JpodException.refused("there is nothing to run", "name a program after '--'");
    }
    ObjectNode process = (ObjectNode) config.required("process").deepCopy();
    boolean terminal = request.terminal() == ConmonCommand.Terminal.PTY;
    process.put("terminal", terminal);
    process.remove("consoleSize");
    ArrayNode args = process.putArray("args");
    request.args().forEach(args::add);
    if (request.workingDir() != null) {
      process.put("cwd", request.workingDir());
    }

    Map<String, String> env = new LinkedHashMap<>();
    for (JsonNode line : process.required("env")) {
      Environment.add(env, line.stringValue());
    }
    ContainerUser user = request.user();
    if (user != null) {
      env.put("HOME", user.home());
      process.set("user", ProcessJson.user(user));
    }
    if (user != null || request.capabilities() != null) {
      process.set("capabilities", capabilities(process, request));
    }
    env.putAll(request.env());
    process.set("env", Environment.lines(env));
    return process;
  }

  private static ObjectNode capabilities(ObjectNode process, ExecRequest request) {
    Set<String> bounding = request.capabilities();
    if (bounding == null) {
      bounding = new LinkedHashSet<>();
      for (JsonNode name : process.required("capabilities").required("bounding")) {
        bounding.add(name.stringValue());
      }
    }
    long uid = process.required("user").required("uid").longValue();
    return ProcessJson.capabilities(bounding, uid == 0 ? bounding : Set.of(), uid);
  }
}
