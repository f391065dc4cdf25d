package dev.jpod.engine;

import dev.jpod.engine.EtcWriter.Surroundings;
import dev.jpod.model.Endpoint;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.Pod;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.model.UserNamespaceMode;
import dev.jpod.network.HostSide;
import dev.jpod.network.OutwardAddress;
import dev.jpod.observed.ForeignName;
import dev.jpod.observed.Takeover;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.NetworkRecord;
import dev.jpod.store.NetworkRecords;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What pods have in networks: in their records, and in the kernel while they are up. */
final class PodNetworks {
  private final Workshop workshop;
  private final NetworkRoom room;
  private final PodRecords pods;
  private final NetworkRecords networks;

  PodNetworks(Workshop workshop) {
    this.workshop = workshop;
    this.room = workshop.room();
    this.pods = new PodRecords(workshop.layout());
    this.networks = new NetworkRecords(workshop.layout());
  }

  /** What a pod is called in every network that it is in. */
  static Set<String> names(PodInstance instance, String hostname) {
    Set<String> names = new TreeSet<>();
    names.add(instance.pod().name());
    names.add(instance.key().podName());
    names.add(hostname.toLowerCase(Locale.ROOT));
    instance
        .pod()
        .containers()
        .forEach(
            container ->
                names.add(
                    new InstanceKey(
                            instance.key().stack(),
                            instance.key().pod(),
                            instance.key().replica(),
                            container.name())
                        .containerName()));
    return names;
  }

  /** The record with endpoints and ports chosen, kept while nobody else chooses. */
  PodRecord begin(PodRecord blank, PodRequest request) {
    PodInstance instance = request.instance();
    UserNamespaceMode userns = instance.pod().userns();
    try (StoreLock.Hold _ = room.lock()) {
      List<PodRecord> all = pods.all();
      PodRecord record = chosen(blank, instance, request.kept(), all);
      if (userns != null) {
        record =
            new PodIds(workshop.layout(), workshop.user(), workshop.images())
                .given(record, userns, request.members(), all);
      }
      pods.begin(record);
      return record;
    }
  }

  /** Keeps what the last apply gave a pod, beside whatever else the record says by now. */
  PodRecord note(String id, SortedMap<String, String> applied) {
    try (StoreLock.Hold _ = room.lock()) {
      PodRecord now = pods.require(id);
      PodRecord noted = now.revised(applied, now.endpoints(), now.ports(), now.dnsServers());
      pods.save(noted);
      return noted;
    }
  }

  private static PodRecord owned(PodRecord record, PodKey key) {
    PodKey owner = record.owner();
    if (owner != null && !owner.stack().equals(key.stack())) {
      throw ForeignName.ofPod(key, owner);
    }
    return owner == null ? record.ownedBy(key) : record;
  }

  private PodRecord chosen(
      PodRecord record, PodInstance instance, KeptAddresses kept, List<PodRecord> all) {
    Pod pod = instance.pod();
    if (!(pod.network() instanceof NetworkMode.Attached)) {
      return record;
    }
    List<Endpoint> endpoints =
        new EndpointChoice(room.names(), networks, all, record.id(), kept)
            .choose(
                record.id(), pod.network(), record.endpoints(), names(instance, record.hostname()));
    return record.revised(
        record.applied(),
        endpoints,
        new PortChoice(room, all, record).choose(pod.ports(), presentPorts(record)),
        pod.dns().servers());
  }

  /** Ports that the host chose for the pod from before are those of who takes its place. */
  private List<PortMapping> presentPorts(PodRecord record) {
    Takeover takeover = record.takeover();
    PodRecord from = takeover == null ? null : pods.find(takeover.from());
    return !record.ports().isEmpty() || from == null ? record.ports() : from.ports();
  }

  /** Takes over what a pod is to have from now on; live when it is up. */
  PodRecord revise(String id, PodInstance instance, KeptAddresses kept) {
    return change(id, record -> chosen(owned(record, instance.key()), instance, kept, pods.all()));
  }

  /** Puts a pod into other networks; live when it is up. */
  PodRecord change(String id, NetworkMode.Attached wanted) {
    return change(
        id,
        record ->
            record.withEndpoints(
                new EndpointChoice(room.names(), networks, pods.all(), id, KeptAddresses.NONE)
                    .choose(id, wanted, record.endpoints(), names(record))));
  }

  private PodRecord change(String id, UnaryOperator<PodRecord> choice) {
    workshop.boot().ensureCurrent();
    PodRecord before;
    PodRecord after;
    try (StoreLock.Hold _ = room.lock()) {
      before = pods.require(id);
      after = choice.apply(before);
      if (!after.equals(before)) {
        pods.save(after);
      }
    }
    if (!after.equals(before) && Files.exists(files(id).up())) {
      unlinkWhatChanged(before, after);
      link(after);
      room.converge();
    }
    return after;
  }

  private void unlinkWhatChanged(PodRecord before, PodRecord after) {
    List<Endpoint> gone = new ArrayList<>();
    for (Endpoint old : before.endpoints()) {
      Endpoint now = EndpointChoice.find(after.endpoints(), old.network());
      if (now == null || !now.addresses().equals(old.addresses()) || !now.mac().equals(old.mac())) {
        gone.add(old);
      }
    }
    if (!gone.isEmpty()) {
      room.driver().unlink(gone, files(before.id()).namespace(Namespace.NET));
    }
  }

  /** Gives a pod's namespace the links that it lacks. */
  void link(PodRecord record) {
    room.driver()
        .link(
            NetworkRoom.links(record), room.hosted(), files(record.id()).namespace(Namespace.NET));
  }

  /** Takes all links away that a pod has, even in a namespace that nobody can enter any more. */
  void unlink(PodRecord record) {
    if (!record.endpoints().isEmpty()) {
      room.driver().unlink(record.endpoints(), files(record.id()).namespace(Namespace.NET));
    }
  }

  /** Gives all pods that are up the links that they lack. */
  void relink() {
    for (PodRecord record : pods.all()) {
      boolean up = record.phase() == Phase.READY && Files.exists(files(record.id()).up());
      if (up && !record.endpoints().isEmpty()) {
        link(record);
      }
    }
  }

  /** What /etc says of a pod's networks. */
  Surroundings surroundings(PodRecord record) {
    if (record.endpoints().isEmpty()) {
      return Surroundings.NONE;
    }
    List<String> addresses = new ArrayList<>();
    List<String> servers = new ArrayList<>();
    String host = null;
    HostSide side = room.driver().hostSide();
    for (Endpoint endpoint : record.endpoints()) {
      addresses.addAll(endpoint.addresses());
      NetworkRecord network = networks.require(endpoint.network());
      boolean bridge = network.asked().driver().equals("bridge");
      for (Subnet subnet : network.subnets()) {
        String gateway = subnet.gateway();
        if (bridge && gateway != null) {
          host = host == null ? gateway : host;
          if (network.asked().dns()) {
            servers.add(gateway);
          }
        }
      }
    }
    String gateway = host;
    Supplier<String> router = gateway == null ? Surroundings.NONE.host() : () -> gateway;
    return new Surroundings(
        addresses, servers, side.isDirect() ? router : OutwardAddress::find, side.resolver());
  }

  private static Set<String> names(PodRecord record) {
    Set<String> names = new TreeSet<>();
    names.add(record.name());
    names.add(record.hostname().toLowerCase(Locale.ROOT));
    if (record.owner() != null) {
      names.add(record.owner().pod());
    }
    return names;
  }

  private PodFiles files(String id) {
    return new PodFiles(workshop.layout(), id);
  }
}
