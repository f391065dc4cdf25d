package dev.jpod.diff;

import dev.jpod.model.Container.Logging;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.DriftRules;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PreStop;
import dev.jpod.model.Resources;
import dev.jpod.model.Security.Seccomp;
import dev.jpod.model.Update;
import dev.jpod.observed.ObservedContainer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The canonical texts of values that are more than a text or a number. A value that asks for the
 * default in so many words is null like one that says nothing: the host cannot tell them apart.
 */
final class Canonical {
  /** Where nothing is checked, as the live value of a check that nobody carries out any more. */
  private static final String UNCHECKED = ObservedContainer.UNCHECKED;

  private static final long DEFAULT_PIDS = 2048;

  private Canonical() {}

  static @Nullable Long pids(Resources resources) {
    Long pids = resources.pids();
    return pids == null || pids == DEFAULT_PIDS ? null : pids;
  }

  static @Nullable Long memorySwap(Resources resources) {
    Long memory = resources.memory();
    Long swap = resources.memorySwap();
    return memory != null && swap != null && swap == 2 * memory ? null : swap;
  }

  static @Nullable Integer logFiles(Logging logging) {
    return logging.files() == Logging.DEFAULT.files() ? null : logging.files();
  }

  static @Nullable Long logMaxSize(Logging logging) {
    return logging.maxSize() == Logging.DEFAULT.maxSize() ? null : logging.maxSize();
  }

  static @Nullable Long stopTimeout(Lifecycle lifecycle) {
    return lifecycle.stopTimeout() == null
            || lifecycle.stopTimeout().equals(Lifecycle.DEFAULT_STOP_TIMEOUT)
        ? null
        : lifecycle.stopTimeout().toMillis();
  }

  static @Nullable String of(PullPolicy policy) {
    return policy == PullPolicy.MISSING ? null : word(policy);
  }

  static @Nullable String of(RestartPolicy policy) {
    return switch (policy.when()) {
      case ALWAYS -> null;
      case NO, UNLESS_STOPPED -> word(policy.when());
      case ON_FAILURE ->
          word(policy.when()) + (policy.maxRetries() == 0 ? "" : ":" + policy.maxRetries());
    };
  }

  static @Nullable String of(Seccomp seccomp) {
    if (seccomp instanceof Seccomp.Default) {
      return null;
    }
    return switch (seccomp) {
      case Seccomp.Default _ -> null;
      case Seccomp.Unconfined _ -> "unconfined";
      case Seccomp.Profile profile -> profile.path();
    };
  }

  /** Whether it has the host's network or none; the networks of other pods are fields of theirs. */
  static @Nullable String of(NetworkMode network) {
    if (network instanceof NetworkMode.Attached) {
      return null;
    }
    return switch (network) {
      case NetworkMode.Default _, NetworkMode.Attached _ -> null;
      case NetworkMode.Host _ -> "host";
      case NetworkMode.None _ -> "none";
    };
  }

  /** What is really shared: a container that is alone shares nothing, whatever the pod says. */
  static Collection<String> share(Pod pod) {
    if (pod.containers().size() < 2) {
      return List.of();
    }
    TreeSet<String> names = new TreeSet<>();
    for (Namespace namespace : pod.share()) {
      names.add(word(namespace));
    }
    return names;
  }

  static @Nullable String of(@Nullable HealthCheck check) {
    if (check == null) {
      return null;
    }
    CanonicalJson json = CanonicalJson.object();
    switch (check.probe()) {
      case HealthCheck.Probe.None _ -> {
        return UNCHECKED;
      }
      case HealthCheck.Probe.Command command -> json.with("command", command.argv());
      case HealthCheck.Probe.Http http ->
          json.with("httpPort", http.port()).with("httpPath", http.path());
      case HealthCheck.Probe.Tcp tcp -> json.with("tcpPort", tcp.port());
    }
    return json.with("interval", check.interval().toMillis())
        .with("timeout", check.timeout().toMillis())
        .with("retries", check.retries())
        .with("startPeriod", check.startPeriod().toMillis())
        .with("startInterval", check.startInterval().toMillis())
        .with("onFailure", word(check.onFailure()))
        .end();
  }

  static @Nullable String of(Update update) {
    CanonicalJson json = CanonicalJson.object();
    if (update.strategy() != Update.DEFAULT.strategy()) {
      json.with("strategy", word(update.strategy()));
    }
    if (update.parallel() != Update.DEFAULT.parallel()) {
      json.with("parallel", update.parallel());
    }
    if (update.order() != Update.DEFAULT.order()) {
      json.with("order", word(update.order()));
    }
    if (!update.drain().equals(Update.DEFAULT_DRAIN)) {
      json.with("drain", update.drain().toMillis());
    }
    Duration deadline = update.deadline();
    if (deadline != null) {
      json.with("deadline", deadline.toMillis());
    }
    String text = json.end();
    return text.equals("{}") ? null : text;
  }

  static @Nullable String of(@Nullable DriftRules rules) {
    if (rules == null) {
      return null;
    }
    CanonicalJson json = CanonicalJson.object().with("default", word(rules.byDefault()));
    for (Map.Entry<String, DriftRules.Reaction> rule : rules.fields().entrySet()) {
      json.with(rule.getKey(), word(rule.getValue()));
    }
    return json.end();
  }

  static @Nullable String of(@Nullable PreStop hook) {
    return hook == null
        ? null
        : CanonicalJson.object()
            .with("command", hook.command())
            .with("timeout", hook.timeout().toMillis())
            .end();
  }

  /** A constant as the stack file writes it: {@code unless-stopped}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
