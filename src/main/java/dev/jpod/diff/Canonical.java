package dev.jpod.diff;

import dev.jpod.model.Container;
import dev.jpod.model.Container.Logging;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.FileGrant;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PortMapping;
import dev.jpod.model.ProcessSpec.Ulimit;
import dev.jpod.model.Resources;
import dev.jpod.model.Resources.BlkioThrottle;
import dev.jpod.model.Security.Device;
import dev.jpod.model.Security.Seccomp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
  /** How the text of a volume without a name begins. */
  static final String ANONYMOUS_VOLUME = "{\"volume\":\"\"";

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
    return switch (seccomp) {
      case Seccomp.Default _ -> null;
      case Seccomp.Unconfined _ -> "unconfined";
      case Seccomp.Profile profile -> profile.path();
    };
  }

  static @Nullable String of(NetworkMode network) {
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

  static @Nullable Collection<String> share(Pod pod) {
    if (pod.containers().size() < 2 || pod.share().equals(Pod.DEFAULT_SHARE)) {
      return null;
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

  static void putThrottles(List<BlkioThrottle> throttles, FieldSink sink) {
    for (BlkioThrottle throttle : throttles) {
      sink.put(
          Field.BLKIO_THROTTLES,
          word(throttle.kind()) + "." + throttle.device(),
          Long.toString(throttle.rate()));
    }
  }

  static void putGrants(Field field, List<FileGrant> grants, FieldSink sink) {
    for (FileGrant grant : grants) {
      CanonicalJson json =
          CanonicalJson.object().with("source", grant.source()).with("mode", mode(grant.mode()));
      if (grant.uid() != 0 || grant.gid() != 0) {
        json.with("owner", grant.uid() + ":" + grant.gid());
      }
      sink.put(field, grant.target(), json.end());
    }
  }

  static void putContents(Field field, List<FileGrant> grants, Instance instance, FieldSink sink) {
    if (grants.isEmpty()) {
      return;
    }
    Map<String, String> fingerprints = new HashMap<>();
    for (GrantedFile file : instance.files()) {
      fingerprints.put(file.grant().target(), file.fingerprint());
    }
    for (FileGrant grant : grants) {
      String fingerprint = fingerprints.get(grant.target());
      if (fingerprint == null) {
        throw new IllegalStateException(
            instance.key() + " was resolved without the content of " + grant.target());
      }
      sink.put(field, grant.target(), fingerprint);
    }
  }

  static void putDependencies(Pod pod, Container container, FieldSink sink) {
    for (Map.Entry<String, DependencyCondition> entry : pod.dependsOn().entrySet()) {
      sink.put(Field.DEPENDS_ON, entry.getKey(), word(entry.getValue()));
    }
    for (Map.Entry<String, DependencyCondition> entry : container.dependsOn().entrySet()) {
      sink.put(Field.DEPENDS_ON, pod.name() + "." + entry.getKey(), word(entry.getValue()));
    }
  }

  static void putDevices(List<Device> devices, FieldSink sink) {
    for (Device device : devices) {
      sink.put(Field.DEVICES, device.target(), device.source() + ":" + device.permissions());
    }
  }

  static void putEnvironment(Map<String, EnvEntry> env, FieldSink sink) {
    for (Map.Entry<String, EnvEntry> entry : env.entrySet()) {
      sink.put(Field.ENV, entry.getKey(), entry.getValue().fingerprint());
    }
  }

  static void putUlimits(Map<String, Ulimit> ulimits, FieldSink sink) {
    for (Map.Entry<String, Ulimit> entry : ulimits.entrySet()) {
      Ulimit limit = entry.getValue();
      sink.put(Field.ULIMITS, entry.getKey(), limit.soft() + ":" + limit.hard());
    }
  }

  static void putMounts(List<Mount> mounts, FieldSink sink) {
    for (Mount mount : mounts) {
      CanonicalJson json = CanonicalJson.object();
      switch (mount) {
        case Mount.Bind bind -> {
          json.with("bind", bind.source());
          if (bind.missing() == Mount.Missing.CREATE_FOLDER) {
            json.with("missing", word(bind.missing()));
          }
        }
        case Mount.Volume volume -> json.with("volume", volume.name() == null ? "" : volume.name());
        case Mount.Tmpfs tmpfs -> json.with("tmpfs", tmpfs.size()).with("mode", mode(tmpfs.mode()));
      }
      if (!mount.options().isEmpty()) {
        json.with("options", mount.options());
      }
      sink.put(Field.MOUNTS, mount.target(), json.end());
    }
  }

  private static String mode(int bits) {
    return "0" + Integer.toOctalString(bits);
  }

  /** A constant as the stack file writes it: {@code unless-stopped}. */
  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
