package dev.jpod.network;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The orders that give a pod's namespace its interfaces, addresses and routes. */
final class PodInterfaces {
  private static final Set<String> MACVLAN_MODES = Set.of("bridge", "private", "vepa", "passthru");

  private final PodLinks pod;
  private final Map<String, HostedNetwork> networks;
  private final int wayOut;

  /**
   * The orders for one pod.
   *
   * @param wayOut the size of packets that the host's default route takes; 0 where there is none
   */
  PodInterfaces(PodLinks pod, Map<String, HostedNetwork> networks, int wayOut) {
    this.pod = pod;
    this.networks = networks;
    this.wayOut = wayOut;
  }

  /**
   * Orders for within the namespace: loopback, and links to bridges. A link whose other end is
   * elsewhere leads nowhere and makes room for another.
   *
   * @param ground where the other ends of links are to be
   */
  IpBatch links(Ground ground) {
    IpBatch batch = new IpBatch().add("link", "set", "lo", "up");
    for (Endpoint endpoint : pod.endpoints()) {
      HostedNetwork network = network(endpoint);
      if (network.isBridge()) {
        if (!HostLinks.exists(ground, endpoint.hostInterface())) {
          batch.attempt("link", "del", "dev", endpoint.interfaceName());
        }
        addLink(batch, endpoint, network, ground.path());
      }
    }
    return batch;
  }

  private void addLink(IpBatch batch, Endpoint endpoint, HostedNetwork network, String host) {
    List<String> mtu = HostedNetwork.mtuWords(mtu(network));
    List<String> words = new ArrayList<>();
    words.addAll(List.of("link", "add", "name", endpoint.interfaceName()));
    words.addAll(List.of("address", endpoint.mac()));
    words.addAll(mtu);
    words.addAll(List.of("type", "veth", "peer", "name", endpoint.hostInterface()));
    words.addAll(mtu);
    words.addAll(List.of("netns", host));
    batch.attempt(words.toArray(String[]::new));
  }

  /**
   * Orders for the host: what the other ends of links have of sizes of packets is to be what these
   * have, since the kernel drops what is too large for the end that it arrives at. A bridge follows
   * by itself, it has the smallest size on it.
   */
  IpBatch otherEnds(Ground ground) {
    IpBatch batch = new IpBatch();
    for (Endpoint endpoint : pod.endpoints()) {
      HostedNetwork network = network(endpoint);
      int mtu = mtu(network);
      int has = network.isBridge() ? HostLinks.mtu(ground, endpoint.hostInterface()) : 0;
      if (mtu != 0 && has != 0 && has != mtu) {
        batch.attempt("link", "set", "dev", endpoint.hostInterface(), "mtu", Integer.toString(mtu));
      }
    }
    return batch;
  }

  private int mtu(HostedNetwork network) {
    return network.mtu(wayOut);
  }

  /** The endpoints whose links hang on an interface of the host instead of a bridge. */
  List<Endpoint> macvlans() {
    List<Endpoint> found = new ArrayList<>();
    for (Endpoint endpoint : pod.endpoints()) {
      if (!network(endpoint).isBridge()) {
        found.add(endpoint);
      }
    }
    return found;
  }

  /** What {@code ip} is asked for on the host to put a macvlan into a namespace. */
  List<String> macvlan(Endpoint endpoint, String namespace) {
    HostedNetwork network = network(endpoint);
    String mode = network.asked().options().getOrDefault("mode", "bridge");
    if (!MACVLAN_MODES.contains(mode)) {
      throw JpodException.refused(
          "'" + mode + "' is no mode of a macvlan, in the network '" + network.name() + "'",
          "write one of bridge, private, vepa and passthru");
    }
    List<String> words = new ArrayList<>();
    words.addAll(List.of("link", "add", "link", network.interfaceName()));
    words.addAll(List.of("name", endpoint.interfaceName(), "address", endpoint.mac()));
    words.addAll(HostedNetwork.mtuWords(mtu(network)));
    words.addAll(List.of("netns", namespace, "type", "macvlan", "mode", mode));
    return words;
  }

  /** Appends the orders for addresses and routes, once the interfaces are there. */
  void addAddresses(IpBatch batch) {
    for (Endpoint endpoint : pod.endpoints()) {
      HostedNetwork network = network(endpoint);
      String device = endpoint.interfaceName();
      if (network.gateway(Family.IPV6) == null) {
        // No use for a link-local address: nobody would answer it.
        batch.add("link", "set", "dev", device, "addrgenmode", "none");
      }
      for (String text : endpoint.addresses()) {
        addAddress(batch, IpAddress.of(text), network, device);
      }
      List<String> words = new ArrayList<>(List.of("link", "set", "dev", device));
      words.addAll(HostedNetwork.mtuWords(mtu(network)));
      words.add("up");
      batch.add(words.toArray(String[]::new));
    }
    Set<Family> routed = EnumSet.noneOf(Family.class);
    for (Endpoint endpoint : pod.endpoints()) {
      addDefaultRoutes(batch, endpoint, routed);
    }
  }

  private static void addAddress(
      IpBatch batch, IpAddress address, HostedNetwork network, String device) {
    IpRange range = network.rangeOf(address);
    if (range == null) {
      throw new IllegalArgumentException(
          "'" + address + "' lies outside the network '" + network.name() + "'");
    }
    String text = address + "/" + range.prefixLength();
    if (address.family() == Family.IPV6) {
      batch.add("addr", "replace", text, "dev", device, "nodad");
    } else {
      batch.add("addr", "replace", text, "broadcast", "+", "dev", device);
    }
  }

  /** The first network that reaches beyond itself leads everywhere, for each family apart. */
  private void addDefaultRoutes(IpBatch batch, Endpoint endpoint, Set<Family> routed) {
    HostedNetwork network = network(endpoint);
    for (Family family : Family.values()) {
      IpAddress gateway = network.gateway(family);
      boolean leads =
          !network.asked().internal() && Publication.addressOf(endpoint, family) != null;
      if (gateway != null && leads && routed.add(family)) {
        batch.add(
            "route",
            "replace",
            "default",
            "via",
            gateway.toString(),
            "dev",
            endpoint.interfaceName());
      }
    }
  }

  private HostedNetwork network(Endpoint endpoint) {
    HostedNetwork network = networks.get(endpoint.network());
    if (network == null) {
      throw JpodException.notFound(
          "there is no network '"
              + endpoint.network()
              + "', which the pod '"
              + pod.pod()
              + "' is in",
          "'jpod network ls' lists the networks");
    }
    return network;
  }
}
