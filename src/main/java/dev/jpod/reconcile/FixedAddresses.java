package dev.jpod.reconcile;

import dev.jpod.diff.HostNetworks;
import dev.jpod.diff.PodChange;
import dev.jpod.engine.KeptAddresses;
import dev.jpod.model.IpAddress;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.plan.Plan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The addresses that pods of a plan ask for: no other pod of it is given one of them before. */
final class FixedAddresses {
  private final Map<String, Set<IpAddress>> byNetwork = new HashMap<>();

  private FixedAddresses() {}

  static KeptAddresses of(Plan plan) {
    FixedAddresses fixed = new FixedAddresses();
    for (PodChange change : plan.changes().pods()) {
      if (change instanceof PodChange.OfWanted wanted) {
        for (Attachment attachment : HostNetworks.attachments(wanted.desired().pod())) {
          fixed.add(attachment.network(), attachment.ipv4());
          fixed.add(attachment.network(), attachment.ipv6());
        }
      }
    }
    return new KeptAddresses(fixed.byNetwork);
  }

  private void add(String network, @Nullable String address) {
    if (address != null) {
      byNetwork.computeIfAbsent(network, _ -> new HashSet<>()).add(IpAddress.of(address));
    }
  }
}
