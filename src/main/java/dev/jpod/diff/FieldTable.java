package dev.jpod.diff;

import dev.jpod.model.Container;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Pod;
import dev.jpod.model.ProcessSpec;
import dev.jpod.model.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How every {@link Field} is read from an instance. Runs for every container of every apply, also
 * of one that has nothing to do.
 */
public final class FieldTable {
  private static final Field[] FIELDS = Field.values();

  private FieldTable() {}

  /**
   * The fields of an instance, path to canonical value. What is at its default is left out, so that
   * a field that a later jpod adds is no difference; secrets are there as fingerprints only.
   */
  public static SortedMap<String, String> fieldsOf(Instance instance) {
    FieldSink sink = new FieldSink();
    for (Field field : FIELDS) {
      read(field, instance, sink);
    }
    Limits.putOfContainer(instance.container().resources(), sink);
    return sink.fields();
  }

  /** The paths in the container at which it has volumes that go with it. */
  public static List<String> anonymousVolumes(SortedMap<String, String> fields) {
    List<String> targets = new ArrayList<>();
    String prefix = Field.MOUNTS.path();
    for (Map.Entry<String, String> entry : fields.tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (entry.getValue().startsWith(CanonicalEntries.ANONYMOUS_VOLUME)) {
        targets.add(entry.getKey().substring(prefix.length()));
      }
    }
    return targets;
  }

  private static void read(Field field, Instance instance, FieldSink sink) {
    Pod pod = instance.pod();
    Container container = instance.container();
    ProcessSpec process = container.process();
    Security security = container.security();
    Lifecycle lifecycle = container.lifecycle();
    switch (field) {
      case BLKIO_THROTTLES,
          BLKIO_WEIGHT,
          CPUS,
          CPUSET_CPUS,
          CPUSET_MEMS,
          CPU_SHARES,
          MEMORY,
          MEMORY_RESERVATION,
          MEMORY_SWAP,
          PIDS -> {
        // A pod has them as well, hence they are read together.
      }
      case ANNOTATIONS -> {
        sink.put(field, pod.annotations());
        sink.put(field, container.annotations());
      }
      case ARGS -> sink.putList(field, process.args());
      case CAPABILITIES_ADDED -> sink.putSet(field, security.capabilitiesAdded());
      case CAPABILITIES_DROPPED -> sink.putSet(field, security.capabilitiesDropped());
      case COMMAND -> sink.putList(field, process.command());
      case CONFIGS -> CanonicalEntries.putGrants(field, container.configs(), sink);
      case CONFIG_CONTENT ->
          CanonicalEntries.putContents(field, container.configs(), instance, sink);
      case CONFIG_ON_CHANGE ->
          CanonicalEntries.putReactions(field, Sensitivity.OPEN, instance, sink);
      case DEPENDS_ON -> CanonicalEntries.putDependencies(pod, container, sink);
      case DEVICES -> CanonicalEntries.putDevices(security.devices(), sink);
      case ENV -> CanonicalEntries.putEnvironment(instance.env(), sink);
      case GROUPS -> sink.putSet(field, process.groups());
      case HEALTH_CHECK -> sink.put(field, Canonical.of(container.healthCheck()));
      case HOSTNAME -> sink.put(field, pod.hostname());
      case IMAGE -> sink.put(field, instance.image().value());
      case IMAGE_NAME -> sink.put(field, container.image().toString());
      case INIT -> sink.put(field, process.init());
      case LABELS -> {
        sink.put(field, pod.labels());
        sink.put(field, container.labels());
      }
      case LOG_FILES -> sink.put(field, Canonical.logFiles(container.logging()));
      case LOG_MAX_SIZE -> sink.put(field, Canonical.logMaxSize(container.logging()));
      case MOUNTS -> CanonicalEntries.putMounts(container.mounts(), sink);
      case NETWORK -> sink.put(field, Canonical.of(pod.network()));
      case NO_NEW_PRIVILEGES -> sink.put(field, security.noNewPrivileges());
      case PRE_STOP -> sink.put(field, Canonical.of(lifecycle.preStop()));
      case PRIVILEGED -> sink.put(field, security.privileged());
      case PULL_POLICY -> sink.put(field, Canonical.of(container.pullPolicy()));
      case READ_ONLY -> sink.put(field, security.readOnlyRoot());
      case RESTART_POLICY -> sink.put(field, Canonical.of(lifecycle.restart()));
      case SECCOMP -> sink.put(field, Canonical.of(security.seccomp()));
      case SECRETS -> CanonicalEntries.putGrants(field, container.secrets(), sink);
      case SECRET_CONTENT ->
          CanonicalEntries.putContents(field, container.secrets(), instance, sink);
      case SECRET_ON_CHANGE ->
          CanonicalEntries.putReactions(field, Sensitivity.SECRET, instance, sink);
      case SHARE -> sink.putSet(field, Canonical.share(pod));
      case STDIN -> sink.put(field, process.stdin());
      case STOP_SIGNAL -> sink.put(field, lifecycle.stopSignal());
      case STOP_TIMEOUT -> sink.put(field, Canonical.stopTimeout(lifecycle));
      case SYSCTLS -> sink.put(field, security.sysctls());
      case TTY -> sink.put(field, process.tty());
      case ULIMITS -> CanonicalEntries.putUlimits(process.ulimits(), sink);
      case USER -> sink.put(field, process.user());
      case WORKING_DIR -> sink.put(field, process.workingDir());
    }
  }
}
