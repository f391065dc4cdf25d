package dev.jpod.diff;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.Pod;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The networks of a stack by their names on the host. A pod that says nothing of networks is
 * attached to the network {@code default} of its stack, which need not be declared.
 */
final class Networks {
  private static final String DEFAULT = "default";
  private static final NetworkSpec PLAIN =
      new NetworkSpec("bridge", List.of(), false, false, false, true, false, 0, Map.of(), Map.of());

  private final Stack stack;
  private final SortedMap<String, NetworkSpec> byHostName = new TreeMap<>();

  Networks(Stack stack) {
    this.stack = stack;
    for (Map.Entry<String, NetworkSpec> network : stack.networks().entrySet()) {
      byHostName.put(hostName(network.getKey()), network.getValue());
    }
  }

  /** All that are declared, and those that a pod that was resolved needs besides. */
  SortedMap<String, NetworkSpec> byHostName() {
    return byHostName;
  }

  /** The pod with its networks by their names on the host. */
  Pod resolve(Pod pod) {
    if (pod.network() instanceof NetworkMode.Attached attached) {
      List<Attachment> resolved = new ArrayList<>(attached.attachments().size());
      for (Attachment attachment : attached.attachments()) {
        resolved.add(
            new Attachment(
                needed(attachment.network()),
                attachment.aliases(),
                attachment.ipv4(),
                attachment.ipv6(),
                attachment.mac()));
      }
      return pod.withNetwork(new NetworkMode.Attached(resolved));
    }
    if (!(pod.network() instanceof NetworkMode.Default)) {
      return pod;
    }
    boolean hasOneNetwork = pod.containers().size() < 2 || pod.share().contains(Namespace.NET);
    return pod.withNetwork(
        hasOneNetwork
            ? new NetworkMode.Attached(
                List.of(new Attachment(needed(DEFAULT), List.of(), null, null, null)))
            : new NetworkMode.None());
  }

  private String needed(String name) {
    String hostName = hostName(name);
    if (name.equals(DEFAULT)) {
      byHostName.putIfAbsent(hostName, PLAIN);
    }
    return hostName;
  }

  private String hostName(String name) {
    NetworkSpec spec = stack.networks().get(name);
    return spec != null && spec.external() ? name : HostNames.of(stack.name(), name);
  }
}
