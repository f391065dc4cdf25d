package dev.jpod.engine;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.network.AddressBook;
import dev.jpod.network.AddressBook.Holding;
import dev.jpod.network.InterfaceNames;
import dev.jpod.store.NetworkRecord;
import dev.jpod.store.NetworkRecords;
import dev.jpod.store.PodRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a pod has in its networks. What the records of all pods say is the book of
 * addresses, so whoever chooses holds the network's lock until the pod's record is kept.
 */
final class EndpointChoice {
  private final InterfaceNames names;
  private final NetworkRecords networks;
  private final List<PodRecord> others;
  private final KeptAddresses kept;
  private final Set<String> links = new HashSet<>();

  /**
   * @param all the records of all pods; that of the pod itself does not count
   * @param kept addresses that are not given
   */
  EndpointChoice(
      InterfaceNames names,
      NetworkRecords networks,
      List<PodRecord> all,
      String itself,
      KeptAddresses kept) {
    this.kept = kept;
    this.names = names;
    this.networks = networks;
    List<PodRecord> sorted = new ArrayList<>();
    for (PodRecord pod : all) {
      if (!pod.id().equals(itself)) {
        sorted.add(pod);
        pod.endpoints().forEach(endpoint -> links.add(endpoint.hostInterface()));
      }
    }
    sorted.sort(Comparator.comparing(PodRecord::created));
    this.others = List.copyOf(sorted);
  }

  /**
   * The endpoints of a pod: those that it has and that fit are kept as they are, but for names.
   *
   * @param present what the pod has; they keep the names of their interfaces
   * @param called what the pod is called in every network
   */
  List<Endpoint> choose(String id, NetworkMode mode, List<Endpoint> present, Set<String> called) {
    if (!(mode instanceof NetworkMode.Attached attached)) {
      return List.of();
    }
    Set<String> interfaces = new HashSet<>();
    present.forEach(endpoint -> interfaces.add(endpoint.interfaceName()));
    List<Endpoint> chosen = new ArrayList<>();
    for (Attachment attachment : attached.attachments()) {
      Endpoint old = find(present, attachment.network());
      Set<String> all = new TreeSet<>(called);
      all.addAll(attachment.aliases());
      Endpoint endpoint =
          old != null && fits(old, attachment)
              ? new Endpoint(
                  old.network(),
                  old.interfaceName(),
                  old.hostInterface(),
                  old.addresses(),
                  old.mac(),
                  List.copyOf(all))
              : make(id, attachment, old, interfaces, List.copyOf(all));
      interfaces.add(endpoint.interfaceName());
      chosen.add(endpoint);
    }
    return chosen;
  }

  static @Nullable Endpoint find(List<Endpoint> endpoints, String network) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.network().equals(network)) {
        return endpoint;
      }
    }
    return null;
  }

  private static boolean fits(Endpoint endpoint, Attachment attachment) {
    String mac = attachment.mac();
    return hasAddress(endpoint, attachment.ipv4())
        && hasAddress(endpoint, attachment.ipv6())
        && (mac == null || mac.equalsIgnoreCase(endpoint.mac()));
  }

  private static boolean hasAddress(Endpoint endpoint, @Nullable String asked) {
    return asked == null || endpoint.addresses().contains(IpAddress.of(asked).toString());
  }

  private Endpoint make(
      String id,
      Attachment attachment,
      @Nullable Endpoint old,
      Set<String> interfaces,
      List<String> called) {
    NetworkRecord network = networks.require(attachment.network());
    AddressBook book = book(network);
    List<String> addresses = new ArrayList<>();
    IpAddress first = null;
    for (Family family : book.families()) {
      String asked = family == Family.IPV4 ? attachment.ipv4() : attachment.ipv6();
      IpAddress address = asked == null ? book.next(family) : book.fixed(asked);
      first = first == null ? address : first;
      addresses.add(address.toString());
    }
    if (first == null) {
      throw JpodException.refused(
          "the network '" + network.name() + "' has no range of addresses",
          "remove it and make it again");
    }
    String asked = attachment.mac();
    String link =
        network.asked().driver().equals("bridge") ? names.link(id, network.name(), links) : "";
    return new Endpoint(
        network.name(),
        old == null ? freeInterface(interfaces) : old.interfaceName(),
        link,
        addresses,
        asked == null ? book.mac(first) : book.fixedMac(asked),
        called);
  }

  private AddressBook book(NetworkRecord network) {
    List<Holding> holdings = new ArrayList<>();
    for (PodRecord pod : others) {
      for (Endpoint endpoint : pod.endpoints()) {
        holdings.add(new Holding(pod.name(), endpoint));
      }
    }
    return new AddressBook(network.name(), network.subnets(), holdings, kept.in(network.name()));
  }

  private static String freeInterface(Set<String> taken) {
    int number = 0;
    while (taken.contains("eth" + number)) {
      number++;
    }
    return "eth" + number;
  }
}
