package dev.jpod.cli;

import dev.jpod.cli.AttachedPods.AttachedPod;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.store.NetworkRecord;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Networks for programs. Fields may be added; those that are here keep name and meaning. */
final class NetworkJson {
  /** What a program may rely on. */
  static final List<String> FIELDS =
      List.of(
          "  name        unique on the host",
          "  stack       the stack that made it; absent without one",
          "  created     a time as in RFC 3339",
          "  driver      bridge or macvlan, with interface: its bridge, or the parent of a macvlan",
          "  subnets     an array of cidr and gateway",
          "  internal    with ipv6, isolate and dns: true or false",
          "  mtu         absent when it is that of the host's way out",
          "  labels      an object, and so is options",
          "  pods        an array of id, name, interface, mac, addresses and names in the network");

  private NetworkJson() {}

  static void list(Output out, List<NetworkRecord> networks, AttachedPods attached) {
    JsonOutput.array(
        out, networks, (json, network) -> fields(json, network, attached.to(network.name())));
  }

  private static void fields(
      JsonGenerator json, NetworkRecord network, List<AttachedPod> attached) {
    NetworkSpec asked = network.asked();
    json.writeStringProperty("name", network.name());
    String stack = network.stack();
    if (stack != null) {
      json.writeStringProperty("stack", stack);
    }
    json.writeStringProperty("created", network.created().toString());
    json.writeStringProperty("driver", asked.driver());
    json.writeStringProperty("interface", network.interfaceName());
    json.writeName("subnets").writeStartArray();
    for (Subnet subnet : network.subnets()) {
      json.writeStartObject().writeStringProperty("cidr", subnet.cidr());
      String gateway = subnet.gateway();
      if (gateway != null) {
        json.writeStringProperty("gateway", gateway);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanProperty("internal", asked.internal());
    json.writeBooleanProperty("ipv6", asked.ipv6());
    json.writeBooleanProperty("isolate", asked.isolate());
    json.writeBooleanProperty("dns", asked.dns());
    if (asked.mtu() > 0) {
      json.writeNumberProperty("mtu", asked.mtu());
    }
    texts(json, "labels", asked.labels());
    texts(json, "options", asked.options());
    json.writeName("pods").writeStartArray();
    for (AttachedPod each : attached) {
      json.writeStartObject();
      json.writeStringProperty("id", each.pod().id());
      json.writeStringProperty("name", each.pod().name());
      EndpointJson.fields(json, each.endpoint());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts) {
    json.writeName(name).writeStartObject();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      json.writeStringProperty(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }
}
