package dev.jpod.diff;

import dev.jpod.diff.Endpoints.Unique;
import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What keeps a pod out of a network, or from the addresses that it wants there. */
final class AttachmentObstacles {
  private static final String IPV4 = ".ipv4";
  private static final String IPV6 = ".ipv6";

  private final Desired desired;
  private final ObservedHost host;
  private final List<Holder> holders = new ArrayList<>();

  AttachmentObstacles(Desired desired, ObservedHost host, List<PodChange> changes) {
    this.desired = desired;
    this.host = host;
    for (ObservedPod pod : host.pods()) {
      PodKey owner = pod.owner();
      if (owner == null || !owner.stack().equals(desired.stack())) {
        pod.endpoints().forEach(endpoint -> holders.add(new Holder(pod, endpoint)));
      }
    }
    for (PodChange change : changes) {
      if (change instanceof PodChange.OfCurrent ofCurrent) {
        for (Endpoint endpoint : Endpoints.kept(ofCurrent)) {
          holders.add(new Holder(ofCurrent.current(), endpoint));
        }
      }
    }
  }

  /** What a pod has for as long as the stack is being applied. */
  private record Holder(ObservedPod pod, Endpoint endpoint) {
    boolean isOf(PodKey key) {
      return key.equals(pod.owner());
    }
  }

  /** What is in the way of the first network that the pod cannot be in as it wants; or null. */
  PodChange.@Nullable Blocked find(PodInstance pod) {
    for (Attachment attachment : HostNetworks.attachments(pod.pod())) {
      PodChange.Blocked obstacle = find(pod, attachment);
      if (obstacle != null) {
        return obstacle;
      }
    }
    return null;
  }

  private PodChange.@Nullable Blocked find(PodInstance pod, Attachment attachment) {
    String name = attachment.network();
    ObservedNetwork network = host.networks().get(name);
    if (isExternal(name) && network == null) {
      return blocked(
          pod,
          attachment,
          "",
          "the external network '" + name + "' does not exist",
          "create it with 'jpod network create "
              + name
              + "', or leave out 'external' to let the stack make its own");
    }
    PodChange.Blocked obstacle = network == null ? null : parent(pod, attachment, network);
    if (obstacle == null && network != null && isExternal(name)) {
      obstacle = outside(pod, attachment, network);
    }
    return obstacle == null ? taken(pod, attachment) : obstacle;
  }

  private boolean isExternal(String network) {
    NetworkSpec spec = desired.networks().get(network);
    return spec != null && spec.external();
  }

  private PodChange.@Nullable Blocked parent(
      PodInstance pod, Attachment attachment, ObservedNetwork network) {
    String missing = NetworkObstacles.missingParent(network.asked(), host.answers().networking());
    return missing == null
        ? null
        : blocked(
            pod,
            attachment,
            "",
            "the network '"
                + network.name()
                + "' hangs on the host's interface '"
                + missing
                + "', which there is not",
            "bring that one back, or make the network anew on one that 'ip link' lists");
  }

  /** The ranges of a stack's own networks are in its file, where the reader compares them. */
  private PodChange.@Nullable Blocked outside(
      PodInstance pod, Attachment attachment, ObservedNetwork network) {
    PodChange.Blocked obstacle = outside(pod, attachment, network, attachment.ipv4(), IPV4);
    return obstacle == null ? outside(pod, attachment, network, attachment.ipv6(), IPV6) : obstacle;
  }

  private PodChange.@Nullable Blocked outside(
      PodInstance pod,
      Attachment attachment,
      ObservedNetwork network,
      @Nullable String text,
      String field) {
    IpAddress asked = text == null ? null : IpAddress.parse(text);
    String problem = asked == null ? null : problem(asked, network);
    return problem == null
        ? null
        : blocked(
            pod,
            attachment,
            field,
            "the address " + text + " " + problem + " the network '" + network.name() + "'",
            "choose another address, or leave it out to be given one");
  }

  private static @Nullable String problem(IpAddress asked, ObservedNetwork network) {
    StringBuilder ranges = new StringBuilder();
    for (Subnet subnet : network.subnets()) {
      IpRange range = IpRange.of(subnet.cidr());
      if (range.contains(asked)) {
        if (!range.offers(asked)) {
          return asked.equals(range.first())
              ? "stands for the whole of"
              : "is the broadcast address of";
        }
        return asked.equals(HostNetworks.gateway(subnet)) ? "is the gateway's in" : null;
      }
      ranges.append(ranges.isEmpty() ? "" : " and ").append(range);
    }
    return "is not in " + ranges + ", the range of";
  }

  private PodChange.@Nullable Blocked taken(PodInstance pod, Attachment attachment) {
    for (Holder holder : holders) {
      if (!holder.isOf(pod.key())) {
        for (Unique unique : Endpoints.shared(holder.endpoint(), attachment)) {
          return taken(pod, attachment, unique, holder.pod());
        }
      }
    }
    return null;
  }

  private static PodChange.Blocked taken(
      PodInstance pod, Attachment attachment, Unique unique, ObservedPod holder) {
    String what =
        switch (unique) {
          case IPV4 -> "address " + attachment.ipv4();
          case IPV6 -> "address " + attachment.ipv6();
          case MAC -> "hardware address " + attachment.mac();
        };
    return blocked(
        pod,
        attachment,
        "." + unique.name().toLowerCase(Locale.ROOT),
        "the " + what + " is held by " + HostNetworks.described(holder),
        "choose another address, or leave it out to be given one");
  }

  /**
   * @param field of the attachment, after a dot; empty for the attachment itself
   */
  static PodChange.Blocked blocked(
      PodInstance pod, Attachment attachment, String field, String reason, String hint) {
    String name = HostNames.inStackFile(pod.key().stack(), attachment.network());
    return new PodChange.Blocked(pod, PodField.ATTACHMENTS.path() + name + field, reason, hint);
  }
}
