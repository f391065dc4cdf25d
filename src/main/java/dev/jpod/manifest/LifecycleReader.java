package dev.jpod.manifest;

import dev.jpod.model.Container.Role;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.model.Lifecycle.RestartPolicy.When;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a container ends and what happens then. */
final class LifecycleReader {
  private static final int MOST_RETRIES = 1_000_000;
  private static final List<String> POLICIES =
      List.of("no", "always", "unless-stopped", "on-failure");

  private LifecycleReader() {}

  static Lifecycle read(MapReader map, Role role) {
    Duration stopTimeout = map.duration("stopTimeout", Duration.ZERO);
    return new Lifecycle(
        restart(map, role), stopSignal(map), stopTimeout, PreStopReader.read(map, stopTimeout));
  }

  private static RestartPolicy restart(MapReader map, Role role) {
    Value value = map.get("restart");
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return unlessSaid(role);
    }
    RestartPolicy policy = policy(value, text);
    if (role == Role.INIT && isForEver(policy)) {
      value.problem(
          "'" + text + "' is not for init containers, which the pod waits for",
          "write restart: no or restart: on-failure:5");
    }
    return policy;
  }

  private static RestartPolicy unlessSaid(Role role) {
    return switch (role) {
      case MAIN -> Lifecycle.DEFAULT.restart();
      case INIT -> new RestartPolicy(When.NO, 0);
    };
  }

  private static boolean isForEver(RestartPolicy policy) {
    return policy.when() == When.ALWAYS || policy.when() == When.UNLESS_STOPPED;
  }

  private static RestartPolicy policy(Value value, String text) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    When when =
        switch (word) {
          case "no" -> When.NO;
          case "always" -> When.ALWAYS;
          case "unless-stopped" -> When.UNLESS_STOPPED;
          case "on-failure" -> When.ON_FAILURE;
          default -> null;
        };
    if (when == null) {
      value.problem("'" + Quote.shortened(text) + "' is not a restart policy", restartHint(word));
      return new RestartPolicy(When.NO, 0);
    }
    int retries = colon < 0 ? 0 : Numbers.parse(text.substring(colon + 1), MOST_RETRIES);
    if (colon >= 0 && (when != When.ON_FAILURE || retries < 1)) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not a restart policy",
          "a number of tries goes with on-failure only, as on-failure:5");
      return new RestartPolicy(When.NO, 0);
    }
    return new RestartPolicy(when, retries);
  }

  private static String restartHint(String word) {
    return switch (word) {
      case "false", "never", "Never", "none" -> "write restart: no";
      case "true", "Always" -> "write restart: always";
      case "OnFailure", "on_failure" -> "write restart: on-failure";
      default -> {
        String hint = Spelling.hint(word, POLICIES);
        yield hint.isEmpty() ? "write no, always, unless-stopped or on-failure:5" : hint;
      }
    };
  }

  private static @Nullable String stopSignal(MapReader map) {
    Value value = map.get("stopSignal");
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return null;
    }
    try {
      return Signals.parse(text);
    } catch (Mistake mistake) {
      value.problem(mistake);
      return null;
    }
  }
}
