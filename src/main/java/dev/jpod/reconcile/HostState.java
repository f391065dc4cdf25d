package dev.jpod.reconcile;

import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.ObservedVolume;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How things on the host were, as keyed hashes: enough to see that somebody has changed them since,
 * and nothing that tells what they were.
 */
record HostState(ObservedHost host, Fingerprints fingerprints) {
  private static final String ABSENT = "absent";
  private static final String UNOWNED = "\nunowned\n";

  /** The state of these {@link Subjects}. */
  SortedMap<String, String> of(Iterable<String> subjects) {
    SortedMap<String, String> states = new TreeMap<>();
    for (String subject : subjects) {
      states.put(subject, of(subject));
    }
    return states;
  }

  /** The state of one subject. */
  String of(String subject) {
    return fingerprints.ofSecret(
        (subject + "\n" + described(subject)).getBytes(StandardCharsets.UTF_8));
  }

  private String described(String subject) {
    int slash = subject.indexOf('/');
    String name = subject.substring(slash + 1);
    return switch (subject.substring(0, slash)) {
      case "container" -> container(name);
      case "pod" -> pod(name);
      case "network" -> network(name);
      case "volume" -> volume(name);
      case "place" -> place(name);
      default -> throw new IllegalArgumentException("nothing is called '" + subject + "'");
    };
  }

  private String container(String id) {
    for (ObservedContainer container : host.containers()) {
      if (container.id().equals(id)) {
        return container.generation()
            + "\n"
            + container.applied()
            + "\n"
            + container.status().getClass().getSimpleName()
            + "\n"
            + container.wanted()
            + "\n"
            + container.pod()
            + (container.owner() == null ? UNOWNED : "");
      }
    }
    return ABSENT;
  }

  private String pod(String id) {
    for (ObservedPod pod : host.pods()) {
      if (pod.id().equals(id)) {
        return pod.generation()
            + "\n"
            + pod.applied()
            + "\n"
            + pod.status().getClass().getSimpleName()
            + (pod.owner() == null ? UNOWNED : "");
      }
    }
    return ABSENT;
  }

  private String network(String name) {
    ObservedNetwork network = host.networks().get(name);
    return network == null
        ? ABSENT
        : network.stack() + "\n" + network.asked() + "\n" + network.subnets();
  }

  private String volume(String name) {
    ObservedVolume volume = host.volumes().get(name);
    return volume == null
        ? ABSENT
        : (volume.stack() == null ? UNOWNED : "") + new TreeMap<>(volume.labels());
  }

  /** Who has the name, or was made for the same place. */
  private String place(String name) {
    TreeSet<String> ids = new TreeSet<>();
    for (ObservedContainer container : host.containers()) {
      InstanceKey owner = container.owner();
      if (container.name().equals(name) || (owner != null && owner.containerName().equals(name))) {
        ids.add(container.id());
      }
    }
    for (ObservedPod pod : host.pods()) {
      if (("pod " + pod.name()).equals(name)) {
        ids.add(pod.id());
      }
    }
    return ids.isEmpty() ? ABSENT : ids.toString();
  }
}
