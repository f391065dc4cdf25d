package dev.jpod.manifest;

import dev.jpod.model.Container;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.DriftRules;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PortMapping;
import dev.jpod.model.Resources;
import dev.jpod.model.Update;
import dev.jpod.model.UserNamespaceMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code pods}. A pod with {@code image:} is a pod of one container, named like the
 * pod, and holds the fields of both.
 */
final class PodReader {
  static final int MOST_REPLICAS = 1000;

  private final MapReader map;
  private final StackDraft draft;
  private final String name;

  private PodReader(MapReader map, StackDraft draft, String name) {
    this.map = map;
    this.draft = draft;
    this.name = name;
  }

  static Pod read(MapEntry entry, StackDraft draft) {
    String name = EntryNames.label(entry, "pod");
    return new PodReader(new MapReader(entry.value()), draft, name).pod();
  }

  private Pod pod() {
    int replicas = map.integer("replicas", 0, MOST_REPLICAS, 1);
    Set<Namespace> share = share();
    String hostname = hostname();
    Value users = map.get("userns");
    UserNamespaceMode userns = users == null ? null : UserNamespaceReader.read(users, share);
    NetworkMode network = NetworkModeReader.read(map, name, replicas, draft);
    List<PortMapping> ports = PortReader.read(map, name, replicas, draft);
    Pod.Dns dns = DnsReader.read(map);
    Map<String, String> extraHosts = ExtraHostsReader.read(map);
    Map<String, DependencyCondition> dependsOn = DependsOnReader.ofPod(map, name, draft);
    Map<String, String> labels = ProtectReader.labels(map);
    Map<String, String> annotations = TextMaps.read(map, "annotations");
    Update update = UpdateReader.read(map, network);
    DriftRules onDrift = OnDriftReader.read(map);
    Resources limits = map.has("containers") ? ResourcesReader.ofPod(map) : Resources.DEFAULT;
    List<Container> containers =
        new ContainersReader(
                map, draft, new PodSurroundings(name, network, limits, labels, annotations))
            .read();
    refusePorts(network, ports);
    refuseHostGateway(network, extraHosts);
    if (containers.size() > 1 && !share.contains(Namespace.NET)) {
      refuseNetworks(network, ports);
    }
    map.finish();
    return new Pod(
        name,
        replicas,
        share,
        hostname,
        userns,
        network,
        ports,
        dns,
        extraHosts,
        dependsOn,
        limits,
        update,
        onDrift,
        labels,
        annotations,
        containers);
  }

  private void refusePorts(NetworkMode network, List<PortMapping> ports) {
    Value value = map.raw("ports");
    if (value != null && !ports.isEmpty() && network instanceof NetworkMode.Host) {
      value.problem(
          "cannot be published with networks: host",
          "remove 'ports': what listens in the pod listens on the host");
    }
    if (value != null && !ports.isEmpty() && network instanceof NetworkMode.None) {
      value.problem("cannot be published with networks: none", "remove 'ports' or 'networks'");
    }
  }

  private void refuseHostGateway(NetworkMode network, Map<String, String> extraHosts) {
    Value value = map.raw("extraHosts");
    if (value != null
        && network instanceof NetworkMode.None
        && extraHosts.containsValue(Pod.HOST_GATEWAY)) {
      value.problem(
          "the host has no address for a pod with networks: none", "remove 'host-gateway'");
    }
  }

  /** Containers with a network namespace each have no address in common. */
  private void refuseNetworks(NetworkMode network, List<PortMapping> ports) {
    Value value = ports.isEmpty() ? null : map.raw("ports");
    if (value == null && network instanceof NetworkMode.Attached) {
      value = map.raw("networks");
    }
    if (value != null) {
      value.problem(
          "belong to a pod whose containers share their network",
          "add net to 'share', or make a pod of each container");
    }
  }

  private Set<Namespace> share() {
    Value value = map.get("share");
    if (value == null) {
      return Pod.DEFAULT_SHARE;
    }
    Set<Namespace> share = new LinkedHashSet<>();
    for (Value item : value.items()) {
      Namespace namespace = Choices.read(item, Namespace.values());
      if (namespace != null && !share.add(namespace)) {
        item.problem("is given twice", "remove one of them");
      }
    }
    return share;
  }

  private @Nullable String hostname() {
    Value value = map.get("hostname");
    String text = value == null ? null : value.line();
    if (value != null && text != null && !HostNames.isHostName(text)) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not a host name",
          "it has at most 64 letters, digits and hyphens, in parts joined by '.'");
      return null;
    }
    return text;
  }
}
