package dev.jpod.network;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has which address of one network. What it hands out is taken only once a book is made that
 * knows of it.
 */
public final class AddressBook {
  private final String network;
  private final List<Range> ranges = new ArrayList<>();
  private final Map<IpAddress, String> holders = new HashMap<>();
  private final Map<Family, IpAddress> latest = new EnumMap<>(Family.class);
  private final Set<IpAddress> kept;
  private final Set<String> macs = new HashSet<>();

  /** A book in which nothing is kept for anybody. */
  public AddressBook(String network, List<Subnet> subnets, List<Holding> holdings) {
    this(network, subnets, holdings, Set.of());
  }

  /**
   * A book of what pods have.
   *
   * @param subnets of the network, each with its gateway
   * @param holdings of every pod of the store, in any networks; what was handed out last, comes
   *     last
   * @param kept for those who ask for them
   */
  public AddressBook(
      String network, List<Subnet> subnets, List<Holding> holdings, Set<IpAddress> kept) {
    this.network = network;
    this.kept = Set.copyOf(kept);
    for (Subnet subnet : subnets) {
      IpRange range = IpRange.of(subnet.cidr());
      String gateway = subnet.gateway();
      ranges.add(
          new Range(range, gateway == null ? range.defaultGateway() : IpAddress.of(gateway)));
    }
    for (Holding holding : holdings) {
      if (holding.endpoint().network().equals(network)) {
        enter(holding);
      }
    }
  }

  private void enter(Holding holding) {
    macs.add(holding.endpoint().mac());
    for (String text : holding.endpoint().addresses()) {
      IpAddress address = IpAddress.of(text);
      holders.put(address, holding.pod());
      latest.put(address.family(), address);
    }
  }

  /**
   * What a pod has in a network.
   *
   * @param pod its name, for messages
   */
  public record Holding(String pod, Endpoint endpoint) {}

  private record Range(IpRange addresses, IpAddress gateway) {
    boolean offers(IpAddress address) {
      return addresses.offers(address) && !address.equals(gateway);
    }
  }

  /** The families that every pod of the network has an address of, IPv4 first. */
  public List<Family> families() {
    List<Family> families = new ArrayList<>();
    for (Family family : Family.values()) {
      if (!rangesOf(family).isEmpty()) {
        families.add(family);
      }
    }
    return families;
  }

  /**
   * A free address: the first behind the one that was handed out last, so that an address rests for
   * a while before another pod has it.
   *
   * @throws JpodException of kind REFUSED when every address is in use
   */
  public IpAddress next(Family family) {
    List<Range> candidates = rangesOf(family);
    IpAddress last = latest.get(family);
    int start = 0;
    while (last != null
        && start < candidates.size() - 1
        && !candidates.get(start).addresses().contains(last)) {
      start++;
    }
    // The range that is begun in the middle has its turn again at the end.
    for (int i = 0; i <= candidates.size() && !candidates.isEmpty(); i++) {
      Range range = candidates.get((start + i) % candidates.size());
      IpAddress found = firstFree(range, i == 0 ? last : null);
      if (found != null) {
        return found;
      }
    }
    throw JpodException.refused(
        "the network '" + network + "' has no free address: " + inUse(family) + " are in use",
        "remove pods that nobody needs, or make a network with a larger range");
  }

  /** The first free address of a range, behind one that lies in it or from its beginning. */
  private @Nullable IpAddress firstFree(Range range, @Nullable IpAddress behind) {
    IpRange addresses = range.addresses();
    IpAddress end = addresses.last();
    IpAddress address = behind != null && addresses.contains(behind) ? behind : addresses.first();
    while (!address.equals(end)) {
      address = address.plus(1);
      if (range.offers(address) && !holders.containsKey(address) && !kept.contains(address)) {
        return address;
      }
    }
    return null;
  }

  private int inUse(Family family) {
    int count = 0;
    for (IpAddress address : holders.keySet()) {
      count += address.family() == family ? 1 : 0;
    }
    return count;
  }

  /**
   * The address that a pod asked for.
   *
   * @throws JpodException of kind REFUSED when it is not for pods of this network, or taken
   */
  public IpAddress fixed(String text) {
    IpAddress address = IpAddress.parse(text);
    if (address == null) {
      throw refused(text, "is no IP address", "write it as 10.89.0.7 or fd00::7");
    }
    for (Range range : rangesOf(address.family())) {
      if (range.offers(address)) {
        String holder = holders.get(address);
        if (holder != null) {
          throw refused(
              text, "belongs to the pod '" + holder + "'", "ask for another one, or for none");
        }
        return address;
      }
      if (range.addresses().contains(address)) {
        String why = address.equals(range.gateway()) ? "is the gateway" : "stands for the range";
        throw refused(text, why + " of '" + range.addresses() + "'", "ask for one in between");
      }
    }
    throw refused(text, "lies outside its range", "the network has " + rangesInWords());
  }

  /**
   * A hardware address that no other pod of the network has: locally administered, and made of the
   * pod's first address, so that it is the same again for the same address.
   */
  public String mac(IpAddress address) {
    for (int choice = 0; ; choice++) {
      String mac = HardwareAddresses.ofPod(address, choice);
      if (!macs.contains(mac)) {
        return mac;
      }
    }
  }

  /**
   * The hardware address that a pod asked for.
   *
   * @throws JpodException of kind REFUSED when another pod of the network has it
   */
  public String fixedMac(String asked) {
    String mac = asked.toLowerCase(Locale.ROOT);
    if (macs.contains(mac)) {
      throw JpodException.refused(
          "another pod of the network '" + network + "' has the hardware address '" + mac + "'",
          "ask for another one, or for none");
    }
    return mac;
  }

  private List<Range> rangesOf(Family family) {
    List<Range> found = new ArrayList<>();
    for (Range range : ranges) {
      if (range.addresses().family() == family) {
        found.add(range);
      }
    }
    return found;
  }

  private String rangesInWords() {
    StringBuilder words = new StringBuilder();
    for (Range range : ranges) {
      words.append(words.isEmpty() ? "'" : " and '").append(range.addresses()).append('\'');
    }
    return words.isEmpty() ? "no range" : words.toString();
  }

  private JpodException refused(String address, String why, String hint) {
    return JpodException.refused(
        "the address '" + address + "' in the network '" + network + "' " + why, hint);
  }
}
