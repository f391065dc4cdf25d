package dev.jpod.runtime;

import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.runtime.SeccompRule.Condition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads profiles of users: Docker's form, of which the OCI's is the part without conditions. */
final class SeccompReader {
  private final String path;

  SeccompReader(String path) {
    this.path = path;
  }

  SeccompProfile read(String text) {
    try {
      JsonNode json = JsonTree.read(text.getBytes(StandardCharsets.UTF_8));
      List<SeccompRule> rules = new ArrayList<>();
      for (JsonNode rule : json.path("syscalls")) {
        rules.add(rule(rule));
      }
      return SeccompProfile.of(
          action(json.path("defaultAction")), errno(json.path("defaultErrnoRet")), rules);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new JpodException(
          Failure.REFUSED,
          "the seccomp profile '" + path + "' cannot be used: " + firstLine(e),
          "a profile is a JSON object in the form of Docker or of the OCI runtime specification",
          e);
    }
  }

  private static SeccompRule rule(JsonNode json) {
    List<String> names = new ArrayList<>();
    if (json.path("name").isString()) {
      names.add(json.path("name").stringValue());
    }
    names.addAll(texts(json.path("names")));
    List<Condition> conditions = new ArrayList<>();
    for (JsonNode condition : json.path("args")) {
      conditions.add(
          new Condition(
              condition.required("index").intValue(),
              condition.required("op").stringValue(),
              condition.required("value").longValue(),
              condition.path("valueTwo").longValue(0)));
    }
    JsonNode includes = json.path("includes");
    JsonNode excludes = json.path("excludes");
    String since = includes.path("minKernel").stringValue(null);
    return new SeccompRule(
        names,
        action(json.path("action")),
        errno(json.path("errnoRet")),
        conditions,
        texts(includes.path("caps")),
        texts(excludes.path("caps")),
        architectures(includes.path("arches")),
        architectures(excludes.path("arches")),
        since == null ? null : KernelVersion.parse(since));
  }

  private static String action(JsonNode json) {
    String action = json.stringValue("");
    if (!action.startsWith("SCMP_ACT_") || action.equals("SCMP_ACT_NOTIFY")) {
      throw new IllegalArgumentException("'" + action + "' is not an action that jpod can give");
    }
    return action;
  }

  private static @Nullable Integer errno(JsonNode json) {
    return json.isNumber() ? Integer.valueOf(json.intValue()) : null;
  }

  private static Set<String> texts(JsonNode json) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode text : json) {
      texts.add(text.stringValue());
    }
    return texts;
  }

  private static Set<String> architectures(JsonNode json) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : texts(json)) {
      names.add(Architectures.ociName(name));
    }
    return names;
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
