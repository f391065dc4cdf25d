package dev.jpod.runtime;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which system calls are let through, for containers of any kind on any host; {@link #resolve}
 * makes the filter of one kind on one host.
 *
 * <p>A filter knows only the host's own architecture. That saves a runtime about half of its start,
 * and programs of another architecture that the processor could run are killed.
 */
public final class SeccompProfile {
  static final String ALLOW = "SCMP_ACT_ALLOW";
  static final String FAIL = "SCMP_ACT_ERRNO";

  private final String defaultAction;
  private final @Nullable Integer defaultErrno;
  private final @Nullable Integer refusal;
  private final List<SeccompRule> rules;

  private SeccompProfile(
      String defaultAction,
      @Nullable Integer defaultErrno,
      @Nullable Integer refusal,
      List<SeccompRule> rules) {
    this.defaultAction = defaultAction;
    this.defaultErrno = defaultErrno;
    this.refusal = refusal;
    this.rules = List.copyOf(rules);
  }

  /** A profile of these rules; the default applies to all other calls. */
  static SeccompProfile of(
      String defaultAction, @Nullable Integer defaultErrno, List<SeccompRule> rules) {
    return new SeccompProfile(defaultAction, defaultErrno, null, rules);
  }

  /**
   * A profile of these rules, in which a call that is named only by rules that do not hold for a
   * container fails with {@code refusal}; all other calls fail with {@code unknown}.
   */
  static SeccompProfile refusing(int unknown, int refusal, List<SeccompRule> rules) {
    return new SeccompProfile(FAIL, unknown, refusal, rules);
  }

  /** The engine's own profile. */
  public static SeccompProfile builtIn() {
    return BuiltInSeccomp.read();
  }

  /**
   * Reads a profile in Docker's or in the OCI's form.
   *
   * @param path where the text is from, for messages
   * @throws dev.jpod.model.JpodException when it is not such a profile
   */
  public static SeccompProfile parse(String text, String path) {
    return new SeccompReader(path).read(text);
  }

  /** The filter in OCI's form, which config.json takes. Equal targets give equal filters. */
  public ObjectNode resolve(SeccompTarget target) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("defaultAction", defaultAction);
    if (defaultErrno != null) {
      json.put("defaultErrnoRet", defaultErrno);
    }
    String architecture = Architectures.seccompName(target.architecture());
    if (architecture != null) {
      json.putArray("architectures").add(architecture);
    }
    ArrayNode calls = json.putArray("syscalls");
    Set<String> named = new TreeSet<>();
    Set<String> ruled = new HashSet<>();
    for (SeccompRule rule : rules) {
      named.addAll(rule.names());
      if (rule.holdsFor(target)) {
        ruled.addAll(rule.names());
        calls.add(json(rule.names(), rule.action(), rule.errno(), rule.conditions()));
      }
    }
    named.removeAll(ruled);
    if (refusal != null && !named.isEmpty()) {
      calls.add(json(named, FAIL, refusal, List.of()));
    }
    return json;
  }

  private static ObjectNode json(
      Collection<String> names,
      String action,
      @Nullable Integer errno,
      List<SeccompRule.Condition> conditions) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("names");
    names.forEach(array::add);
    json.put("action", action);
    if (errno != null) {
      json.put("errnoRet", errno);
    }
    if (!conditions.isEmpty()) {
      ArrayNode rows = json.putArray("args");
      for (SeccompRule.Condition condition : conditions) {
        rows.addObject()
            .put("index", condition.index())
            .put("value", condition.value())
            .put("valueTwo", condition.valueTwo())
            .put("op", condition.operator());
      }
    }
    return json;
  }
}
