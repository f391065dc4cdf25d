package dev.jpod.engine;

import dev.jpod.model.Endpoint;
import dev.jpod.model.Failure;
import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import dev.jpod.model.Names;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.network.SubnetPool;
import dev.jpod.network.TakenRange;
import dev.jpod.observed.ForeignName;
import dev.jpod.store.NetworkRecord;
import dev.jpod.store.NetworkRecords;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Networks} of a store. */
final class StoredNetworks implements Networks {
  private static final String BRIDGE = "bridge";

  private final Workshop workshop;
  private final NetworkRoom room;
  private final NetworkRecords records;
  private final PodRecords pods;
  private final PodNetworks attachments;

  StoredNetworks(Workshop workshop) {
    this.workshop = workshop;
    this.room = workshop.room();
    this.records = new NetworkRecords(workshop.layout());
    this.pods = new PodRecords(workshop.layout());
    this.attachments = new PodNetworks(workshop);
  }

  @Override
  public List<NetworkRecord> list() {
    return records.all();
  }

  @Override
  public NetworkRecord inspect(String name) {
    return records.require(name);
  }

  @Override
  public NetworkRecord create(String name, @Nullable String stack, NetworkSpec spec) {
    String problem = Names.problemWithResourceName(name);
    if (problem != null) {
      throw new JpodException(
          Failure.USAGE, "'" + name + "' cannot be the name of a network", problem);
    }
    workshop.boot().ensureCurrent();
    try (StoreLock.Hold _ = room.lock()) {
      NetworkRecord existing = records.find(name);
      if (existing != null) {
        return sameAsBefore(existing, stack, spec);
      }
      List<NetworkRecord> all = records.all();
      List<TakenRange> taken = new ArrayList<>(room.taken());
      Set<String> bridges = new HashSet<>();
      for (NetworkRecord other : all) {
        bridges.add(other.interfaceName());
        for (Subnet subnet : other.subnets()) {
          taken.add(
              new TakenRange(IpRange.of(subnet.cidr()), TakenRange.Holder.NETWORK, other.name()));
        }
      }
      NetworkRecord record =
          new NetworkRecord(
              name,
              stack,
              workshop.clock().instant(),
              spec,
              new SubnetPool(room.names(), taken).choose(name, spec),
              interfaceName(name, spec, bridges));
      records.save(record);
      return record;
    }
  }

  private static NetworkRecord sameAsBefore(
      NetworkRecord existing, @Nullable String stack, NetworkSpec spec) {
    if (Objects.equals(existing.stack(), stack) && existing.asked().equals(spec)) {
      return existing;
    }
    if (stack != null && !stack.equals(existing.stack())) {
      throw ForeignName.ofNetwork(existing.name(), existing.stack());
    }
    throw JpodException.refused(
        "there is a network '" + existing.name() + "' already", "remove it, or use another name");
  }

  private String interfaceName(String name, NetworkSpec spec, Set<String> bridges) {
    if (spec.driver().equals(BRIDGE)) {
      return room.names().bridge(name, bridges);
    }
    String parent = spec.options().get("parent");
    if (parent == null) {
      throw JpodException.refused(
          "the network '" + name + "' does not say on which interface of the host it hangs",
          "write it as options: {parent: eth0}");
    }
    return parent;
  }

  @Override
  public NetworkRecord revise(String name, String stack, NetworkSpec spec) {
    NetworkRecord revised;
    try (StoreLock.Hold _ = room.lock()) {
      NetworkRecord old = records.require(name);
      if (old.stack() != null && !old.stack().equals(stack)) {
        throw ForeignName.ofNetwork(name, old.stack());
      }
      revised = asking(old, stack, spec);
      records.save(revised);
    }
    convergeIfUsed(name);
    return revised;
  }

  @Override
  public void disown(String name, String stack, NetworkSpec before) {
    try (StoreLock.Hold _ = room.lock()) {
      NetworkRecord old = records.find(name);
      if (old == null || !stack.equals(old.stack())) {
        return;
      }
      records.save(asking(old, null, before));
    }
    convergeIfUsed(name);
  }

  private static NetworkRecord asking(NetworkRecord old, @Nullable String stack, NetworkSpec spec) {
    return new NetworkRecord(
        old.name(), stack, old.created(), spec, old.subnets(), old.interfaceName());
  }

  private void convergeIfUsed(String name) {
    if (!attachedTo(name).isEmpty()) {
      room.converge();
    }
  }

  @Override
  public void remove(String name) {
    try (StoreLock.Hold _ = room.lock()) {
      List<PodRecord> attached = attachedTo(name);
      if (!attached.isEmpty()) {
        throw JpodException.refused(
            "the network '" + name + "' is used by pod '" + attached.getFirst().name() + "'",
            "remove the pod first, or take it out with 'jpod network disconnect'");
      }
      records.delete(name);
    }
  }

  @Override
  public List<String> prune() {
    List<String> removed = new ArrayList<>();
    try (StoreLock.Hold _ = room.lock()) {
      Set<String> used = new HashSet<>();
      for (PodRecord pod : pods.all()) {
        pod.endpoints().forEach(endpoint -> used.add(endpoint.network()));
      }
      for (NetworkRecord network : records.all()) {
        if (!used.contains(network.name())) {
          records.delete(network.name());
          removed.add(network.name());
        }
      }
    }
    return removed;
  }

  @Override
  public void connect(String pod, Attachment attachment) {
    PodRecord record = pods.require(pod);
    if (EndpointChoice.find(record.endpoints(), attachment.network()) != null) {
      throw JpodException.refused(
          "pod '" + record.name() + "' is in the network '" + attachment.network() + "' already",
          "'jpod network disconnect' takes it out");
    }
    if (!record.held().contains(Namespace.NET)) {
      throw JpodException.refused(
          "pod '" + record.name() + "' has no network namespace that could be connected",
          "give it 'networks' in its stack file and apply that");
    }
    List<Attachment> wanted = new ArrayList<>(attachmentsOf(record));
    wanted.add(attachment);
    attachments.change(pod, new NetworkMode.Attached(wanted));
  }

  @Override
  public void disconnect(String pod, String network) {
    PodRecord record = pods.require(pod);
    List<Attachment> wanted = new ArrayList<>(attachmentsOf(record));
    if (!wanted.removeIf(attachment -> attachment.network().equals(network))) {
      throw JpodException.refused(
          "pod '" + record.name() + "' is not in the network '" + network + "'",
          "'jpod pod inspect " + record.name() + "' shows its networks");
    }
    attachments.change(pod, new NetworkMode.Attached(wanted));
  }

  /** What leads to the endpoints that a pod has. */
  private static List<Attachment> attachmentsOf(PodRecord pod) {
    List<Attachment> attachments = new ArrayList<>();
    for (Endpoint endpoint : pod.endpoints()) {
      attachments.add(
          new Attachment(endpoint.network(), endpoint.names(), null, null, endpoint.mac()));
    }
    return attachments;
  }

  @Override
  public void reload() {
    workshop.boot().ensureCurrent();
    attachments.relink();
    room.converge();
  }

  private List<PodRecord> attachedTo(String network) {
    List<PodRecord> attached = new ArrayList<>();
    for (PodRecord pod : pods.all()) {
      if (EndpointChoice.find(pod.endpoints(), network) != null) {
        attached.add(pod);
      }
    }
    return attached;
  }
}
