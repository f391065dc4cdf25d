package dev.jpod.cli;

import dev.jpod.model.Endpoint;
import dev.jpod.model.PortMapping;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** What pods have in networks, and the ports that lead there, for programs. */
final class EndpointJson {
  private EndpointJson() {}

  /** An array of places in networks. */
  static void networks(JsonGenerator json, List<Endpoint> endpoints) {
    json.writeName("networks").writeStartArray();
    for (Endpoint endpoint : endpoints) {
      json.writeStartObject().writeStringProperty("network", endpoint.network());
      fields(json, endpoint);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The fields of a place in a network, but for the network. */
  static void fields(JsonGenerator json, Endpoint endpoint) {
    json.writeStringProperty("interface", endpoint.interfaceName());
    json.writeStringProperty("hostInterface", endpoint.hostInterface());
    json.writeStringProperty("mac", endpoint.mac());
    texts(json, "addresses", endpoint.addresses());
    texts(json, "names", endpoint.names());
  }

  /** An array of published ports. */
  static void ports(JsonGenerator json, List<PortMapping> ports) {
    json.writeName("ports").writeStartArray();
    for (PortMapping port : ports) {
      json.writeStartObject();
      if (!port.hostAddress().isEmpty()) {
        json.writeStringProperty("hostIP", port.hostAddress());
      }
      json.writeNumberProperty("hostPort", port.hostPort());
      json.writeNumberProperty("containerPort", port.containerPort());
      json.writeNumberProperty("count", port.count());
      json.writeStringProperty("protocol", port.protocol().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeName(name).writeStartArray();
    texts.forEach(json::writeString);
    json.writeEndArray();
  }
}
