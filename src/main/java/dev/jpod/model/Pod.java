package dev.jpod.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Containers that live and die together. A pod written with {@code image:} directly in it has one
 * container, named like the pod.
 *
 * @param share the namespaces that the containers of a pod share; empty for none. It has no effect
 *     on a pod of one container
 * @param hostname null for the pod's name, with {@code -N} from the second replica on
 * @param extraHosts host name to address, or to {@link #HOST_GATEWAY}
 * @param resources limits of all its containers together; nothing for a pod of one container, whose
 *     own limits they are
 * @param dependsOn the pods that must have reached a condition before this one starts
 * @param update how its replicas are replaced
 * @param userns which users and groups it has; null for those of jpod itself
 * @param onDrift what is done about what others changed; null to repair all of it
 */
public record Pod(
    String name,
    int replicas,
    Set<Namespace> share,
    @Nullable String hostname,
    @Nullable UserNamespaceMode userns,
    NetworkMode network,
    List<PortMapping> ports,
    Dns dns,
    Map<String, String> extraHosts,
    Map<String, DependencyCondition> dependsOn,
    Resources resources,
    Update update,
    @Nullable DriftRules onDrift,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<Container> containers) {
  /** Stands for the address that the host has for a pod. */
  public static final String HOST_GATEWAY = "host-gateway";

  /** What the containers of a pod share unless {@code share} says otherwise. */
  public static final Set<Namespace> DEFAULT_SHARE =
      Ordered.copyOf(List.of(Namespace.NET, Namespace.PID, Namespace.IPC));

  public Pod {
    Names.requireLabel(name);
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas is " + replicas + ", but cannot be negative");
    }
    share = Ordered.copyOf(share);
    ports = List.copyOf(ports);
    extraHosts = Ordered.copyOf(extraHosts);
    dependsOn = Ordered.copyOf(dependsOn);
    labels = Ordered.copyOf(labels);
    annotations = Ordered.copyOf(annotations);
    containers = List.copyOf(containers);
  }

  /** The same pod in other networks. */
  public Pod withNetwork(NetworkMode newNetwork) {
    return copy(newNetwork, ports);
  }

  /** The same pod with other published ports. */
  public Pod withPorts(List<PortMapping> newPorts) {
    return copy(network, newPorts);
  }

  private Pod copy(NetworkMode newNetwork, List<PortMapping> newPorts) {
    return new Pod(
        name,
        replicas,
        share,
        hostname,
        userns,
        newNetwork,
        newPorts,
        dns,
        extraHosts,
        dependsOn,
        resources,
        update,
        onDrift,
        labels,
        annotations,
        containers);
  }

  /** A kernel namespace that containers can share. */
  public enum Namespace {
    NET,
    PID,
    IPC,
    UTS,
    CGROUP
  }

  /** Resolver settings; empty lists leave the host's in force. */
  public record Dns(List<String> servers, List<String> search, List<String> options) {
    public static final Dns HOST = new Dns(List.of(), List.of(), List.of());

    public Dns {
      servers = List.copyOf(servers);
      search = List.copyOf(search);
      options = List.copyOf(options);
    }
  }
}
