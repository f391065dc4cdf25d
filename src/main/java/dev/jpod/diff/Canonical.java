package dev.jpod.diff;

import dev.jpod.model.Container.Logging;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PortMapping;
import dev.jpod.model.Resources;
import dev.jpod.model.Security.Seccomp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The canonical texts of values that are more than a text or a number. A value that asks for the
 * default in so many words is null like one that says nothing: the host cannot tell them apart.
 */
final class Canonical {
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

  static @Nullable String of(NetworkMode network) {
    if (network instanceof NetworkMode.Default) {
      return null;
    }
    if (network instanceof NetworkMode.Host) {
      return "host";
    }
    return switch (network) {
      case NetworkMode.Default _ -> null;
      case NetworkMode.Host _ -> "host";
      case NetworkMode.None _ -> "none";
      case NetworkMode.Attached attached -> attachments(attached.attachments());
    };
  }

  private static String attachments(List<NetworkMode.Attachment> attachments) {
    List<String> texts = new ArrayList<>(attachments.size());
    for (NetworkMode.Attachment attachment : attachments) {
      CanonicalJson json = CanonicalJson.object().with("network", attachment.network());
      if (!attachment.aliases().isEmpty()) {
        json.with("aliases", attachment.aliases());
      }
      withUnlessNull(json, "ipv4", attachment.ipv4());
      withUnlessNull(json, "ipv6", attachment.ipv6());
      withUnlessNull(json, "mac", attachment.mac());
      texts.add(json.end());
    }
    return "[" + String.join(",", texts) + "]";
  }

  private static void withUnlessNull(CanonicalJson json, String name, @Nullable String value) {
    if (value != null) {
      json.with(name, value);
    }
  }

  static List<String> ports(List<PortMapping> ports) {
    List<String> texts = new ArrayList<>(ports.size());
    for (PortMapping port : ports) {
      texts.add(
          (port.hostAddress().isEmpty() ? "" : port.hostAddress() + ":")
              + range(port.hostPort(), port.count())
              + ":"
              + range(port.containerPort(), port.count())
              + "/"
              + word(port.protocol()));
    }
    return texts;
  }

  private static String range(int first, int count) {
    return first + (count == 1 || first == 0 ? "" : "-" + (first + count - 1));
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

  /** A constant as the stack file writes it: {@code unless-stopped}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
