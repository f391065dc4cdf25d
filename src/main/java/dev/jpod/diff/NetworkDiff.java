package dev.jpod.diff;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.PodKey;
import dev.jpod.model.Protection;
import dev.jpod.observed.ForeignName;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares the networks of a stack with those of the host. */
final class NetworkDiff {
  private final String stack;
  private final ObservedHost host;
  private final @Nullable Desired desired;
  private final SortedMap<String, NetworkSpec> wanted;

  /**
   * @param desired null when nothing is to be left
   */
  private NetworkDiff(String stack, @Nullable Desired desired, ObservedHost host) {
    this.stack = stack;
    this.host = host;
    this.desired = desired;
    this.wanted = desired == null ? new TreeMap<>() : desired.networks();
  }

  /** What is not as wanted, in the order of the networks' names. */
  static List<NetworkChange> changes(Desired desired, ObservedHost host) {
    return new NetworkDiff(desired.stack(), desired, host).compare(RemoveReason.ABSENT_FROM_FILE);
  }

  /** The removal of every network of a stack. */
  static List<NetworkChange> destruction(String stack, ObservedHost host) {
    return new NetworkDiff(stack, null, host).compare(RemoveReason.STACK_DESTROYED);
  }

  private List<NetworkChange> compare(RemoveReason reason) {
    SortedMap<String, NetworkChange> changes = new TreeMap<>();
    for (Map.Entry<String, NetworkSpec> entry : wanted.entrySet()) {
      if (!entry.getValue().external()) {
        NetworkChange change = compare(entry.getKey(), entry.getValue());
        if (change != null) {
          changes.put(entry.getKey(), change);
        }
      }
    }
    for (Map.Entry<String, ObservedNetwork> entry : host.networks().entrySet()) {
      String name = entry.getKey();
      if (stack.equals(entry.getValue().stack()) && !wanted.containsKey(name)) {
        ObservedPod guest = HostNetworks.guest(host, name, stack);
        changes.put(
            name,
            guest == null
                ? new NetworkChange.Remove(name, entry.getValue(), reason)
                : inUse(name, guest, "removed"));
        if (guest == null && Protection.isAmong(entry.getValue().asked().labels())) {
          changes.put(name, isProtected(name));
        }
      }
    }
    return new ArrayList<>(changes.values());
  }

  private @Nullable NetworkChange compare(String name, NetworkSpec spec) {
    ObservedNetwork current = host.networks().get(name);
    if (current == null) {
      NetworkChange overlap = overlap(name, spec);
      return overlap == null ? new NetworkChange.Create(name, spec) : overlap;
    }
    if (!stack.equals(current.stack())) {
      return foreign(name, current);
    }
    List<FieldChange> fields =
        FieldDiff.compare(
                NetworkField.fieldsOf(spec),
                NetworkField.fieldsOf(current.asked()),
                new TreeMap<>(),
                NetworkField::at)
            .fields();
    if (fields.isEmpty() && !current.isAdopted()) {
      return null;
    }
    if (new Difference(fields, List.of()).dearest() != ChangeClass.REPLACE) {
      return new NetworkChange.Revise(name, spec, current, fields);
    }
    ObservedPod guest = HostNetworks.guest(host, name, stack);
    if (guest != null) {
      return inUse(name, guest, "replaced");
    }
    NetworkChange overlap = overlap(name, spec);
    return overlap == null ? new NetworkChange.Replace(name, spec, current, fields) : overlap;
  }

  /** A range that is asked for and that a network has which stays. */
  private @Nullable NetworkChange overlap(String name, NetworkSpec spec) {
    for (Subnet asked : spec.subnets()) {
      for (ObservedNetwork other : host.networks().values()) {
        if (!other.name().equals(name)
            && stays(other)
            && HostNetworks.overlap(asked, other.subnets())) {
          return blocked(
              name,
              ".subnets",
              "the range " + asked.cidr() + " overlaps that of the network '" + other.name() + "'",
              "choose a range that is free, or leave it out to be given one");
        }
      }
    }
    return null;
  }

  /** Whether the network has its ranges for as long as the stack is being applied. */
  private boolean stays(ObservedNetwork other) {
    NetworkSpec spec = wanted.get(other.name());
    if (!stack.equals(other.stack())) {
      return true;
    }
    return spec != null
        && NetworkField.fieldsOf(spec)
            .getOrDefault(NetworkField.SUBNETS.path(), "")
            .equals(
                NetworkField.fieldsOf(other.asked()).getOrDefault(NetworkField.SUBNETS.path(), ""));
  }

  private NetworkChange foreign(String name, ObservedNetwork current) {
    String owner = current.stack();
    return blocked(
        name, "", ForeignName.reasonOfNetwork(name, owner), ForeignName.hintOfNetwork(name, owner));
  }

  private NetworkChange isProtected(String name) {
    return blocked(
        name,
        "",
        "the network '" + name + "' is protected and would be removed",
        "if it may go, apply it with 'protect: false' first; else put it back into the file");
  }

  private NetworkChange inUse(String name, ObservedPod guest, String fate) {
    return blocked(
        name,
        "",
        "the network '"
            + name
            + "' would be "
            + fate
            + ", but "
            + HostNetworks.described(guest)
            + " is attached to it",
        "take that pod out of the network first");
  }

  private NetworkChange.Blocked blocked(String name, String field, String reason, String hint) {
    String path = NetworkChange.NETWORKS + "." + HostNames.inStackFile(stack, name) + field;
    PodKey asker = desired == null ? null : HostNetworks.firstIn(name, desired);
    return new NetworkChange.Blocked(name, path, asker, reason, hint);
  }
}
