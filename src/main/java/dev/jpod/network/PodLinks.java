package dev.jpod.network;

import dev.jpod.model.Endpoint;
import dev.jpod.model.PortMapping;
import java.util.List;

/**
 * What a pod that is up has in networks.
 *
 * @param pod its id
 * @param endpoints in the order of its interfaces; the first that can reaches beyond its network
 * @param ports the published ones, with ports of the host
 * @param dnsServers who is asked for names that the networks do not know; empty for the host's
 */
public record PodLinks(
    String pod, List<Endpoint> endpoints, List<PortMapping> ports, List<String> dnsServers) {
  public PodLinks {
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
    dnsServers = List.copyOf(dnsServers);
  }
}
