package dev.jpod.diff;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.RangePool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether networks have an address for each pod that comes. What a pod holds counts until it is
 * certain to be gone; where that is too much, pods that go have to go before others come.
 */
final class AddressDemand {
  private final Desired desired;
  private final ObservedHost host;
  private final List<PodChange> changes;
  private final Map<String, NetworkSpec> made = new HashMap<>();
  private final Set<String> crowded = new TreeSet<>();
  private final Set<String> withoutSecond = new TreeSet<>();
  private final Map<PodKey, PodChange.Blocked> blocked = new HashMap<>();

  AddressDemand(
      Desired desired,
      ObservedHost host,
      List<NetworkChange> networkChanges,
      List<PodChange> changes) {
    this.desired = desired;
    this.host = host;
    this.changes = changes;
    Set<String> broken = new TreeSet<>();
    for (NetworkChange change : networkChanges) {
      NetworkSpec spec = change.made();
      if (spec != null) {
        made.put(change.network(), spec);
      } else if (change instanceof NetworkChange.Blocked) {
        broken.add(change.network());
      }
    }
    Set<String> entered = new TreeSet<>();
    for (PodChange change : changes) {
      if (comes(change)) {
        HostNetworks.attachments(((PodChange.OfWanted) change).desired().pod())
            .forEach(attachment -> entered.add(attachment.network()));
      }
    }
    entered.removeAll(broken);
    for (String network : entered) {
      for (Family family : Family.values()) {
        new Count(network, family).judge();
      }
    }
  }

  private static boolean comes(PodChange change) {
    return change instanceof PodChange.OfWanted && !(change instanceof PodChange.Keep);
  }

  /** The networks that pods which are removed have to leave before others come. */
  Set<String> crowded() {
    return crowded;
  }

  /** The networks in which pods that may just as well come after the old ones have to. */
  Set<String> withoutSecond() {
    return withoutSecond;
  }

  /** That a network has no address left for the pod; null when all have. */
  PodChange.@Nullable Blocked find(PodInstance pod) {
    return blocked.get(pod.key());
  }

  /** The addresses of one family in one network. */
  private final class Count {
    private final String network;
    private final Family family;
    private final List<String> ranges = new ArrayList<>();
    private final Set<String> held = new TreeSet<>();
    private final Set<String> freed = new TreeSet<>();
    private final List<PodInstance> given = new ArrayList<>();
    private final SecondPods seconds = new SecondPods();
    private long capacity;

    Count(String network, Family family) {
      this.network = network;
      this.family = family;
    }

    void judge() {
      addRanges();
      if (ranges.isEmpty()) {
        return;
      }
      addPodsOfOthers();
      changes.forEach(this::add);
      freed.removeAll(held);
      long free = capacity - held.size();
      if (given.size() > free) {
        for (PodInstance pod : given.subList((int) Math.max(0, free), given.size())) {
          blocked.putIfAbsent(pod.key(), refusal(pod));
        }
      } else if (given.size() > free - freed.size()) {
        crowded.add(network);
      }
      if (seconds.count() > Math.max(0, free - freed.size() - given.size())) {
        refuseSeconds();
      }
    }

    private void refuseSeconds() {
      if (seconds.canYield()) {
        withoutSecond.add(network);
        return;
      }
      for (PodInstance pod : seconds.all()) {
        blocked.putIfAbsent(
            pod.key(),
            blocked(
                pod,
                "the network '"
                    + network
                    + "' has no address for a second pod '"
                    + pod.key().display()
                    + "' beside the one that it replaces: "
                    + room(held.size() + given.size() + seconds.count()),
                "give the network a larger range, or let 'update' say stopFirst"));
      }
    }

    private String room(int wanted) {
      return String.join(" and ", ranges)
          + " has room for "
          + (capacity == 1 ? "1 pod" : capacity + " pods")
          + ", and there would be "
          + wanted;
    }

    private void addRanges() {
      NetworkSpec spec = made.get(network);
      ObservedNetwork current = host.networks().get(network);
      List<Subnet> subnets =
          spec != null ? spec.subnets() : current == null ? List.of() : current.subnets();
      for (Subnet subnet : subnets) {
        IpRange range = IpRange.of(subnet.cidr());
        if (range.family() == family) {
          add(range);
        }
      }
      if (spec != null && HostNetworks.isGivenRange(spec, family)) {
        for (RangePool pool : host.answers().networking().pools()) {
          if (pool.family() == family) {
            add(pool.first());
          }
        }
      }
    }

    /** One address of each range is the gateway's. */
    private void add(IpRange range) {
      ranges.add(range.toString());
      long offered = Math.max(0, range.offered() - 1);
      capacity = capacity + offered < 0 ? Long.MAX_VALUE : capacity + offered;
    }

    private void addPodsOfOthers() {
      for (ObservedPod pod : host.pods()) {
        PodKey owner = pod.owner();
        if (owner == null || !owner.stack().equals(desired.stack())) {
          held.addAll(addresses(pod));
        }
      }
    }

    /** A network that is made has nobody in it: if there was one, its pods are gone by then. */
    private List<String> addresses(@Nullable ObservedPod pod) {
      List<String> addresses = new ArrayList<>();
      if (pod != null && !made.containsKey(network)) {
        for (Endpoint endpoint : pod.endpoints()) {
          if (endpoint.network().equals(network)) {
            endpoint.addresses().stream().filter(this::isOfFamily).forEach(addresses::add);
          }
        }
      }
      return addresses;
    }

    private boolean isOfFamily(String text) {
      IpAddress address = IpAddress.parse(text);
      return address != null && address.family() == family;
    }

    private void add(PodChange change) {
      if (change instanceof PodChange.Remove remove) {
        freed.addAll(addresses(remove.pod()));
        return;
      }
      List<String> present =
          addresses(change instanceof PodChange.OfCurrent ofCurrent ? ofCurrent.current() : null);
      held.addAll(present);
      if (!present.isEmpty()) {
        seconds.add(change);
      }
      if (comes(change) && change instanceof PodChange.OfWanted wanted) {
        Attachment attachment = HostNetworks.attachment(wanted.desired().pod(), network);
        String fixed = attachment == null ? null : fixed(attachment);
        if (fixed != null) {
          held.add(fixed);
        } else if (attachment != null && present.isEmpty()) {
          given.add(wanted.desired());
        }
      }
    }

    private @Nullable String fixed(Attachment attachment) {
      return switch (family) {
        case IPV4 -> attachment.ipv4();
        case IPV6 -> attachment.ipv6();
      };
    }

    private PodChange.Blocked refusal(PodInstance pod) {
      return blocked(
          pod,
          "the network '"
              + network
              + "' has no address for pod '"
              + pod.key().display()
              + "': "
              + room(held.size() + given.size()),
          "give the network a larger range, or run fewer pods in it");
    }

    private PodChange.Blocked blocked(PodInstance pod, String reason, String hint) {
      Attachment attachment = HostNetworks.attachment(pod.pod(), network);
      if (attachment == null) {
        throw new IllegalStateException(pod.key() + " does not ask for " + network);
      }
      return AttachmentObstacles.blocked(pod, attachment, "", reason, hint);
    }
  }
}
