package dev.jpod.diff;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.Pod;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How every {@link PodField} is read from a replica of a pod. */
public final class PodFieldTable {
  private PodFieldTable() {}

  /** The fields of a pod, path to canonical value. What is at its default is left out. */
  public static SortedMap<String, String> fieldsOf(PodInstance instance) {
    FieldSink sink = new FieldSink();
    Pod pod = instance.pod();
    if (pod.network() instanceof NetworkMode.Attached attached) {
      for (Attachment attachment : attached.attachments()) {
        putAttachment(instance.key().stack(), attachment, sink);
      }
    } else {
      sink.put(PodField.NETWORK, Canonical.of(pod.network()));
    }
    sink.putUnlessEmpty(PodField.DNS_OPTIONS, pod.dns().options());
    sink.putUnlessEmpty(PodField.DNS_SEARCH, pod.dns().search());
    sink.putUnlessEmpty(PodField.DNS_SERVERS, pod.dns().servers());
    sink.put(PodField.EXTRA_HOSTS, pod.extraHosts());
    sink.put(PodField.HOSTNAME, pod.hostname());
    sink.put(PodField.LABELS, pod.labels());
    putPorts(pod.ports(), sink);
    sink.putSet(PodField.SHARE, Canonical.share(pod));
    sink.put(PodField.ON_DRIFT, Canonical.of(pod.onDrift()));
    sink.put(PodField.UPDATE, Canonical.of(pod.update()));
    if (pod.userns() != null) {
      sink.put(PodField.USERNS, CanonicalIds.of(pod.userns()));
    }
    if (pod.containers().size() > 1) {
      Limits.putOfPod(pod.resources(), sink);
    }
    return sink.fields();
  }

  private static void putAttachment(String stack, Attachment attachment, FieldSink sink) {
    String name = HostNames.inStackFile(stack, attachment.network());
    CanonicalJson json = CanonicalJson.object();
    if (name.equals(attachment.network())) {
      json.with("external", name);
    }
    if (!attachment.aliases().isEmpty()) {
      json.with("aliases", attachment.aliases());
    }
    json.withUnlessNull("ipv4", attachment.ipv4());
    json.withUnlessNull("ipv6", attachment.ipv6());
    json.withUnlessNull("mac", attachment.mac());
    sink.put(PodField.ATTACHMENTS, name, json.end());
  }

  /** A port of the pod can be published at several ports of the host. */
  private static void putPorts(List<PortMapping> ports, FieldSink sink) {
    SortedMap<String, List<String>> onHost = new TreeMap<>();
    for (PortMapping port : ports) {
      String inPod =
          range(port.containerPort(), port.count()) + "/" + Canonical.word(port.protocol());
      List<String> places = onHost.get(inPod);
      if (places == null) {
        places = new ArrayList<>(1);
        onHost.put(inPod, places);
      }
      places.add(place(port));
    }
    for (Map.Entry<String, List<String>> port : onHost.entrySet()) {
      List<String> places = port.getValue();
      places.sort(null);
      sink.put(PodField.PORTS, port.getKey(), String.join(",", places));
    }
  }

  private static String place(PortMapping port) {
    String number = port.hostPort() == 0 ? "any" : range(port.hostPort(), port.count());
    String address = port.hostAddress();
    if (address.isEmpty()) {
      return number;
    }
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + number;
  }

  private static String range(int first, int count) {
    return count == 1 ? Integer.toString(first) : first + "-" + (first + count - 1);
  }
}
