package dev.jpod.manifest;

import dev.jpod.model.Container;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.Names;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PortMapping;
import dev.jpod.model.Resources;
import java.util.ArrayList;
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
  private static final int LONGEST_HOSTNAME = 64;

  /** Takes the place of a name that is wrong, so that the rest can still be checked. */
  private static final String NAMELESS = "x";

  private final MapReader map;
  private final StackDraft draft;
  private final String name;

  private PodReader(MapReader map, StackDraft draft, String name) {
    this.map = map;
    this.draft = draft;
    this.name = name;
  }

  static Pod read(MapEntry entry, StackDraft draft) {
    String name = label(entry, "pod");
    return new PodReader(new MapReader(entry.value()), draft, name).pod();
  }

  /** The entry's key when it can be the name of a pod or container; else a problem. */
  private static String label(MapEntry entry, String what) {
    String problem = Names.problemWithLabel(entry.key());
    if (problem != null) {
      Value value = entry.value();
      value
          .document()
          .reading()
          .problem(
              new Problem(
                  value.place(),
                  value.path(),
                  "'" + Quote.shortened(entry.key()) + "' cannot be the name of a " + what,
                  problem));
      return NAMELESS;
    }
    return entry.key();
  }

  private Pod pod() {
    int replicas = map.integer("replicas", 0, MOST_REPLICAS, 1);
    Set<Namespace> share = share();
    String hostname = hostname();
    NetworkMode network = NetworkModeReader.read(map, draft);
    List<PortMapping> ports = PortReader.read(map, name, replicas, draft);
    Pod.Dns dns = DnsReader.read(map);
    Map<String, String> extraHosts = ExtraHostsReader.read(map);
    Map<String, DependencyCondition> dependsOn = DependsOnReader.ofPod(map, name, draft);
    Map<String, String> labels = TextMaps.read(map, "labels");
    Map<String, String> annotations = TextMaps.read(map, "annotations");
    refusePorts(network, ports);
    List<Container> containers = containers(labels, annotations, network);
    map.finish();
    return new Pod(
        name,
        replicas,
        share,
        hostname,
        network,
        ports,
        dns,
        extraHosts,
        dependsOn,
        Resources.DEFAULT,
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

  private List<Container> containers(
      Map<String, String> labels, Map<String, String> annotations, NetworkMode network) {
    Value value = map.get("containers");
    if (value == null) {
      if (!map.has("image")) {
        map.problem(
            "has neither 'image' nor 'containers'",
            "give it an image, or several containers with an image each");
      }
      ContainerReader reader = new ContainerReader(map, draft, network);
      return List.of(reader.ofPod(name, labels, annotations));
    }
    refuseContainerFields();
    List<Container> containers = new ArrayList<>();
    for (MapEntry entry : value.entries()) {
      Value each = entry.value();
      each.document().reading().stands(each.path(), each.place());
      MapReader fields = new MapReader(each);
      ContainerReader reader = new ContainerReader(fields, draft, network);
      containers.add(reader.inPod(name, label(entry, "container"), labels, annotations));
      fields.finish();
    }
    if (containers.isEmpty() && value.isMap()) {
      value.problem("holds no container", "add one, or write 'image' directly in the pod");
    }
    return containers;
  }

  /** A pod of several containers says about each container what concerns that container. */
  private void refuseContainerFields() {
    map.refuse(
        ContainerReader.fieldNames(map.map()),
        "belongs to a container, but the pod has 'containers'",
        "move it into one of the containers");
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
    if (value != null && text != null && !isHostname(text)) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not a host name",
          "it has at most 64 letters, digits and hyphens, in parts joined by '.'");
      return null;
    }
    return text;
  }

  static boolean isHostname(String text) {
    if (text.isEmpty() || text.length() > LONGEST_HOSTNAME) {
      return false;
    }
    char before = '.';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      boolean inner = (c == '-' && before != '.') || (c == '.' && before != '.' && before != '-');
      if (!alphanumeric && !inner) {
        return false;
      }
      before = c;
    }
    return before != '.' && before != '-';
  }
}
