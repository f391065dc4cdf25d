package dev.jpod.network;

import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.network.TakenRange.Holder;
import dev.jpod.observed.RangePool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses and checks the ranges of addresses that networks have. Where a store starts to look
 * depends on its tag: two stores that choose at once do not see each other's choice, and so rarely
 * choose the same.
 */
public final class SubnetPool {
  /** 10.89.0.0 to 10.255.255.0, in which podman chooses, too. */
  private static final IpAddress FIRST_IPV4 = IpAddress.of("10.89.0.0");

  private static final int IPV4_RANGES = (255 - 89 + 1) * 256;
  private static final int IPV4_PREFIX = 24;
  private static final int LONGEST_IPV4_PREFIX = 30;
  private static final int IPV6_RANGES = 65536;
  private static final int IPV6_PREFIX = 64;
  private static final int LONGEST_IPV6_PREFIX = 126;

  private final InterfaceNames store;
  private final List<TakenRange> taken;

  /**
   * A pool for one store.
   *
   * @param taken the ranges of the store's networks and those of the host's addresses and routes;
   *     the default route is no range that anybody has
   */
  public SubnetPool(InterfaceNames store, List<TakenRange> taken) {
    this.store = store;
    this.taken = List.copyOf(taken);
  }

  /** The ranges that a store has for networks that ask for none, a pool for each family. */
  public static List<RangePool> pools(InterfaceNames store) {
    return List.of(
        new RangePool(new IpRange(FIRST_IPV4, IPV4_PREFIX), IPV4_RANGES),
        new RangePool(new IpRange(IpAddress.of(site(store) + ":"), IPV6_PREFIX), IPV6_RANGES));
  }

  /**
   * The ranges for a network, each with its gateway: those that were asked for, and one of the
   * pool's own choice for a family that the network needs and has no range of.
   *
   * @throws JpodException of kind REFUSED when a range that was asked for cannot be had, or when
   *     none is left
   */
  public List<Subnet> choose(String network, NetworkSpec spec) {
    boolean macvlan = spec.driver().equals("macvlan");
    List<TakenRange> others = new ArrayList<>();
    for (TakenRange range : taken) {
      // The range of a macvlan is that of the host's own network: it hangs on the same wire.
      if (!macvlan || range.holder() == Holder.NETWORK) {
        others.add(range);
      }
    }
    List<Subnet> subnets = new ArrayList<>();
    boolean ipv6 = false;
    for (Subnet asked : spec.subnets()) {
      IpRange range = asked(network, asked.cidr(), others);
      others.add(new TakenRange(range, Holder.NETWORK, network));
      subnets.add(new Subnet(range.toString(), gateway(network, range, asked.gateway())));
      ipv6 |= range.family() == Family.IPV6;
    }
    if (subnets.isEmpty() && macvlan) {
      throw JpodException.refused(
          "the network '" + network + "' has no range of addresses, which a macvlan cannot choose",
          "give it the range of the network that its parent is in: subnets: [192.168.1.0/24]");
    }
    if (subnets.isEmpty()) {
      subnets.add(withGateway(freeIpv4(network)));
    }
    if (spec.ipv6() && !ipv6) {
      subnets.add(withGateway(freeIpv6(network)));
    }
    return subnets;
  }

  private static IpRange asked(String network, String cidr, List<TakenRange> others) {
    IpRange range = IpRange.parse(cidr);
    if (range == null) {
      throw refused(network, cidr, "is none", "write it as 10.89.0.0/24 or fd00:1::/64");
    }
    IpAddress written = IpAddress.of(cidr.substring(0, cidr.indexOf('/')));
    if (!written.equals(range.first())) {
      throw refused(
          network,
          cidr,
          "has bits set behind its prefix",
          "write it as " + range + ", if so meant");
    }
    boolean ipv4 = range.family() == Family.IPV4;
    int longest = ipv4 ? LONGEST_IPV4_PREFIX : LONGEST_IPV6_PREFIX;
    if (range.prefixLength() > longest) {
      throw refused(
          network,
          cidr,
          "is too small for a gateway and a pod",
          "a prefix of " + longest + " bits is the longest; 24 or 64 are usual");
    }
    for (TakenRange other : others) {
      if (other.range().overlaps(range)) {
        throw refused(
            network, cidr, "overlaps " + other.words(), "choose another range, or give none");
      }
    }
    return range;
  }

  private static String gateway(String network, IpRange range, @Nullable String asked) {
    if (asked == null) {
      return range.defaultGateway().toString();
    }
    IpAddress gateway = IpAddress.parse(asked);
    if (gateway == null || !range.offers(gateway)) {
      throw JpodException.refused(
          "the gateway '"
              + asked
              + "' of the network '"
              + network
              + "' is no address that '"
              + range
              + "' has for an interface",
          "leave it out for " + range.defaultGateway());
    }
    return gateway.toString();
  }

  private IpRange freeIpv4(String network) {
    int start = store.number() % IPV4_RANGES;
    for (int i = 0; i < IPV4_RANGES; i++) {
      int index = (start + i) % IPV4_RANGES;
      IpRange range = new IpRange(FIRST_IPV4.plus((long) index << (32 - IPV4_PREFIX)), IPV4_PREFIX);
      if (isFree(range)) {
        return range;
      }
    }
    throw exhausted(network, "10.89.0.0/24 to 10.255.255.0/24");
  }

  /** Local addresses of RFC 4193: fd, 40 bits that make stores differ, 16 bits of subnet. */
  private IpRange freeIpv6(String network) {
    String site = site(store);
    for (int i = 0; i < IPV6_RANGES; i++) {
      IpRange range = new IpRange(IpAddress.of(site + Integer.toHexString(i) + "::"), IPV6_PREFIX);
      if (isFree(range)) {
        return range;
      }
    }
    throw exhausted(network, site + ":/48");
  }

  private static String site(InterfaceNames store) {
    String tag = store.tag();
    return "fd" + tag.substring(0, 2) + ":" + tag.substring(2) + ":6a70:";
  }

  private boolean isFree(IpRange range) {
    for (TakenRange other : taken) {
      if (other.range().overlaps(range)) {
        return false;
      }
    }
    return true;
  }

  private static Subnet withGateway(IpRange range) {
    return new Subnet(range.toString(), range.defaultGateway().toString());
  }

  private static JpodException refused(String network, String cidr, String why, String hint) {
    return JpodException.refused(
        "the range '" + cidr + "' of the network '" + network + "' " + why, hint);
  }

  private static JpodException exhausted(String network, String where) {
    return JpodException.refused(
        "no range of addresses is free for the network '" + network + "' in " + where,
        "remove networks that nobody uses with 'jpod network prune', or give it a range: subnets:"
            + " [192.168.77.0/24]");
  }
}
