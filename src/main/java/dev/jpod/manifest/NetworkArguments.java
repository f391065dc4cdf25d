package dev.jpod.manifest;

import dev.jpod.model.Failure;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Networks and attachments by what was given on a command line, under the stack file's rules. */
public final class NetworkArguments {
  private static final String MOST_OF_A_KIND = "a network has one of IPv4 and one of IPv6";

  private NetworkArguments() {}

  /**
   * The network that somebody asks for.
   *
   * @param asked without subnets
   * @param ranges in CIDR form
   * @param gateways each an address of one of the ranges
   * @throws JpodException of kind {@link Failure#USAGE} when it cannot be
   */
  public static NetworkSpec network(NetworkSpec asked, List<String> ranges, List<String> gateways) {
    try {
      List<Subnet> subnets = subnets(ranges, gateways);
      boolean ipv6 = asked.ipv6() || has(subnets, Family.IPV6);
      for (Map.Entry<String, String> option : asked.options().entrySet()) {
        DriverOptions.check(asked.driver(), option.getKey(), option.getValue());
      }
      NetworkSpec network =
          new NetworkSpec(
              asked.driver(),
              subnets,
              asked.internal(),
              ipv6,
              asked.isolate(),
              asked.dns(),
              false,
              asked.mtu(),
              asked.labels(),
              asked.options());
      for (NetworkRules.Contradiction each : NetworkRules.contradictions(network)) {
        throw onCommandLine(each);
      }
      return network;
    } catch (Mistake mistake) {
      throw wrong(mistake);
    }
  }

  /** The same mistake in the words of the command line. */
  private static Mistake onCommandLine(NetworkRules.Contradiction found) {
    String sentence = found.mistake().sentence();
    return switch (found.field()) {
      case "options" -> new Mistake("--opt: " + sentence, "give --opt parent=eth0");
      case "subnets" -> new Mistake("--subnet: " + sentence, "give --subnet 192.168.1.0/24");
      case "ipv6" -> new Mistake("--ipv6: " + sentence, "give its range with a second --subnet");
      default -> new Mistake("--" + found.field() + ": " + sentence, found.mistake().hint());
    };
  }

  /**
   * The name that a network is to have.
   *
   * @throws JpodException of kind {@link Failure#USAGE} for a word that stack files use otherwise
   */
  public static String name(String asked) {
    if (asked.equals("host") || asked.equals("none")) {
      throw wrong(
          new Mistake(
              "'" + asked + "' cannot be the name of a network",
              "a pod writes networks: " + asked + " without it; choose another name"));
    }
    return asked;
  }

  /**
   * How a pod takes part in a network, as somebody asks for it.
   *
   * @throws JpodException of kind {@link Failure#USAGE} when it cannot be
   */
  public static Attachment attachment(
      String network,
      List<String> aliases,
      @Nullable String ipv4,
      @Nullable String ipv6,
      @Nullable String mac) {
    try {
      List<String> names = new ArrayList<>();
      for (String alias : aliases) {
        names.add(HostNames.alias(alias));
      }
      return new Attachment(
          network,
          names,
          ipv4 == null ? null : address(ipv4, Family.IPV4),
          ipv6 == null ? null : address(ipv6, Family.IPV6),
          mac == null ? null : Addresses.mac(mac));
    } catch (Mistake mistake) {
      throw wrong(mistake);
    }
  }

  private static String address(String text, Family family) throws Mistake {
    IpAddress address = IpAddress.parse(text);
    if (address == null || address.family() != family) {
      throw new Mistake(
          "'" + Quote.shortened(text) + "' is not an address of this kind",
          "give " + (family == Family.IPV4 ? "10.89.0.5" : "fd00:1::5"));
    }
    return address.toString();
  }

  private static List<Subnet> subnets(List<String> ranges, List<String> gateways) throws Mistake {
    List<Subnet> subnets = new ArrayList<>();
    List<String> left = new ArrayList<>(gateways);
    for (String text : ranges) {
      IpRange range = SubnetRules.range(text);
      if (has(subnets, range.family())) {
        throw new Mistake("'" + range + "' is a second range of its kind", MOST_OF_A_KIND);
      }
      subnets.add(new Subnet(range.toString(), gatewayOf(range, left)));
    }
    if (!left.isEmpty()) {
      throw new Mistake(
          "the gateway '" + Quote.shortened(left.getFirst()) + "' is in none of the ranges",
          "give its range, too");
    }
    return subnets;
  }

  /** The gateway that lies in the range, which is taken off the list; null when none does. */
  private static @Nullable String gatewayOf(IpRange range, List<String> gateways) throws Mistake {
    for (String text : gateways) {
      IpAddress gateway = IpAddress.parse(text);
      if (gateway != null && range.contains(gateway)) {
        gateways.remove(text);
        return SubnetRules.gateway(range, gateway).toString();
      }
    }
    return null;
  }

  private static boolean has(List<Subnet> subnets, Family family) {
    for (Subnet subnet : subnets) {
      if (IpRange.of(subnet.cidr()).family() == family) {
        return true;
      }
    }
    return false;
  }

  private static JpodException wrong(Mistake mistake) {
    return new JpodException(Failure.USAGE, mistake.sentence(), mistake.hint());
  }
}
