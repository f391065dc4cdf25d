package dev.jpod.export;

import dev.jpod.export.Graph.Edge;
import dev.jpod.export.Graph.Kind;
import dev.jpod.export.Graph.Node;
import dev.jpod.model.Container;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.Pod;
import dev.jpod.model.PortMapping;
import dev.jpod.model.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a stack file asks for as a graph: published ports lead to pods, pods to their containers and
 * networks, containers to volumes, and who depends on another leads there.
 */
public final class StackGraph {
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<Edge> edges = new ArrayList<>();

  private StackGraph() {}

  /** The graph of a stack. */
  public static Graph of(Stack stack) {
    StackGraph graph = new StackGraph();
    stack.pods().forEach(graph::pod);
    for (Pod pod : stack.pods()) {
      pod.dependsOn()
          .forEach(
              (other, condition) -> graph.edge("pod/" + pod.name(), "pod/" + other, condition));
      graph.network(pod);
    }
    stack.networks().keySet().forEach(name -> graph.node("network/" + name, name, Kind.NETWORK));
    stack.volumes().keySet().forEach(name -> graph.node("volume/" + name, name, Kind.VOLUME));
    return new Graph(stack.name(), List.copyOf(graph.nodes.values()), graph.edges);
  }

  private void node(String id, String label, Kind kind) {
    nodes.putIfAbsent(id, new Node(id, label, kind));
  }

  private void edge(String from, String to, DependencyCondition condition) {
    edges.add(new Edge(from, to, condition.name().toLowerCase(Locale.ROOT)));
  }

  private void pod(Pod pod) {
    String id = "pod/" + pod.name();
    String replicas = pod.replicas() == 1 ? "" : " × " + pod.replicas();
    for (PortMapping port : pod.ports()) {
      String label = label(port);
      node("port/" + pod.name() + "/" + label, label, Kind.PORT);
      edges.add(
          new Edge("port/" + pod.name() + "/" + label, id, Integer.toString(port.containerPort())));
    }
    Container only = pod.containers().getFirst();
    if (pod.containers().size() == 1 && only.name().equals(pod.name())) {
      node(id, pod.name() + replicas + "\n" + only.image(), Kind.POD);
      mounts(id, only);
      return;
    }
    node(id, pod.name() + replicas, Kind.POD);
    for (Container container : pod.containers()) {
      String own = id + "/" + container.name();
      String init = container.role() == Container.Role.INIT ? " (init)" : "";
      node(own, container.name() + init + "\n" + container.image(), Kind.CONTAINER);
      edges.add(new Edge(id, own, ""));
      container.dependsOn().forEach((other, condition) -> edge(own, id + "/" + other, condition));
      mounts(own, container);
    }
  }

  private void mounts(String id, Container container) {
    for (Mount mount : container.mounts()) {
      if (mount instanceof Mount.Volume volume && volume.name() != null) {
        node("volume/" + volume.name(), volume.name(), Kind.VOLUME);
        edges.add(new Edge(id, "volume/" + volume.name(), volume.target()));
      }
    }
  }

  private void network(Pod pod) {
    if (pod.network() instanceof NetworkMode.Attached attached) {
      for (Attachment attachment : attached.attachments()) {
        node("network/" + attachment.network(), attachment.network(), Kind.NETWORK);
        edges.add(new Edge("pod/" + pod.name(), "network/" + attachment.network(), ""));
      }
    } else if (pod.network() instanceof NetworkMode.Host) {
      node("host", "the host's network", Kind.NETWORK);
      edges.add(new Edge("pod/" + pod.name(), "host", ""));
    }
  }

  private static String label(PortMapping port) {
    String address =
        port.hostAddress().indexOf(':') < 0 ? port.hostAddress() : "[" + port.hostAddress() + "]";
    String number = port.hostPort() == 0 ? "a free port" : Integer.toString(port.hostPort());
    String last = port.count() == 1 ? "" : "-" + (port.hostPort() + port.count() - 1);
    return (address.isEmpty() ? "" : address + ":")
        + number
        + last
        + "/"
        + port.protocol().name().toLowerCase(Locale.ROOT);
  }
}
