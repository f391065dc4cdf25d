package dev.jpod.engine;

import dev.jpod.host.PinnedNamespace;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.network.NetworkDefects;
import dev.jpod.network.NetworkDefects.Shared;
import dev.jpod.network.NetworkDriver;
import dev.jpod.network.NetworkState;
import dev.jpod.network.PodLinks;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import dev.jpod.observed.PodStatus.Defect;
import dev.jpod.observed.PodStatus.Reason;
import dev.jpod.observed.Serving;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.NetworkRecord;
import dev.jpod.store.NetworkRecords;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import dev.jpod.store.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at the pods and networks of a store. */
final class PodObserver {
  private static final NetworkDefects NOTHING = new NetworkDefects(Set.of(), Set.of());

  private final StoreLayout layout;
  private final PodRecords records;
  private final NetworkRecords networks;
  private final NetworkRoom room;
  private final Cgroups cgroups;
  private final HostReading host;

  PodObserver(StoreLayout layout, NetworkRoom room, Cgroups cgroups, HostReading host) {
    this.cgroups = cgroups;
    this.host = host;
    this.layout = layout;
    this.records = new PodRecords(layout);
    this.networks = new NetworkRecords(layout);
    this.room = room;
  }

  /** Begins with what takes a while; null where no pod has a link. */
  NetworkDriver.@Nullable Look start() {
    return Files.exists(layout.networkRun()) ? room.driver().startLook() : null;
  }

  /**
   * All pods by name.
   *
   * @param look what {@link #start} gave
   */
  List<ObservedPod> observe(NetworkDriver.@Nullable Look look, boolean rebooted) {
    List<PodRecord> found = new ArrayList<>();
    List<ObservedPod> pods = new ArrayList<>();
    List<PodLinks> linked = new ArrayList<>();
    for (String id : records.ids()) {
      PodRecord record = records.find(id);
      if (record != null) {
        found.add(record);
      } else if (records.hasRemains(id)) {
        pods.add(remains(id));
      }
    }
    Serving serving = PodRecords.serving(found);
    for (PodRecord record : found) {
      if (!record.endpoints().isEmpty() && isUp(record, rebooted)) {
        linked.add(NetworkRoom.links(record, serving));
      }
    }
    NetworkDefects defects = NOTHING;
    if (look != null) {
      defects = look.compare(new NetworkState(room.hosted(), linked));
    } else if (!linked.isEmpty()) {
      defects = room.driver().startLook().compare(new NetworkState(room.hosted(), linked));
    }
    for (PodRecord record : found) {
      pods.add(observe(record, status(record, rebooted, defects)));
    }
    pods.sort((a, b) -> a.name().compareTo(b.name()));
    return pods;
  }

  /** All networks by name. */
  SortedMap<String, ObservedNetwork> networks() {
    SortedMap<String, ObservedNetwork> observed = new TreeMap<>();
    for (NetworkRecord network : networks.all()) {
      observed.put(
          network.name(),
          new ObservedNetwork(network.name(), network.stack(), network.asked(), network.subnets()));
    }
    return observed;
  }

  private boolean isUp(PodRecord record, boolean rebooted) {
    return !rebooted
        && record.phase() == Phase.READY
        && Files.exists(new PodFiles(layout, record.id()).up());
  }

  private PodStatus status(PodRecord record, boolean rebooted, NetworkDefects defects) {
    return switch (record.phase()) {
      case CREATING -> new PodStatus.Incomplete();
      case REMOVING -> new PodStatus.Removing();
      case READY ->
          isUp(record, rebooted)
              ? new PodStatus.Up(defects(record, defects))
              : new PodStatus.Down(reason(record, rebooted));
    };
  }

  private Reason reason(PodRecord record, boolean rebooted) {
    Path raised = new PodFiles(layout, record.id()).raised();
    String word = Vitals.text(raised);
    if (word == null) {
      return Reason.NEVER_RAISED;
    }
    if (word.equals(PodFiles.LOWERED)) {
      return Reason.STOPPED;
    }
    return rebooted
        ? Reason.REBOOT
        : switch (Boot.loss(Vitals.modified(raised))) {
          case REBOOT -> Reason.REBOOT;
          case RUN_FOLDER -> Reason.RUN_FOLDER_GONE;
        };
  }

  private Set<Defect> defects(PodRecord record, NetworkDefects network) {
    Set<Defect> defects = EnumSet.noneOf(Defect.class);
    PodFiles files = new PodFiles(layout, record.id());
    for (Namespace namespace : record.held()) {
      if (!PinnedNamespace.isAt(files.namespace(namespace))) {
        defects.add(Defect.NAMESPACES);
      }
    }
    if (record.ids() != null && !PinnedNamespace.isAt(files.userNamespace())) {
      defects.add(Defect.NAMESPACES);
    }
    if (HeldNamespaces.needProcess(record.held()) && !InfraProcess.lives(files)) {
      defects.add(Defect.INFRA);
    }
    if (!record.endpoints().isEmpty()) {
      if (network.unlinked().contains(record.id())) {
        defects.add(Defect.LINKS);
      }
      if (network.shared().contains(Shared.RULES)) {
        defects.add(Defect.RULES);
      }
      if (network.shared().contains(Shared.NAMES)) {
        defects.add(Defect.NAMES);
      }
      if (network.shared().contains(Shared.UPLINK)) {
        defects.add(Defect.UPLINK);
      }
    }
    return defects;
  }

  private ObservedPod observe(PodRecord record, PodStatus status) {
    SortedMap<String, String> live = AttachmentDrift.of(record);
    if (status instanceof PodStatus.Up) {
      live.putAll(PodCgroup.live(record, new PodFiles(layout, record.id()), cgroups, host));
    }
    return new ObservedPod(
        record.id(),
        record.name(),
        record.owner(),
        record.generation(),
        record.applied(),
        live,
        status,
        record.endpoints(),
        record.ports(),
        record.created(),
        record.takeover());
  }

  private ObservedPod remains(String id) {
    return new ObservedPod(
        id,
        ObservedContainer.shortened(id),
        null,
        0,
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        new PodStatus.Incomplete(),
        List.of(),
        List.of(),
        Vitals.modified(layout.pod(id)),
        null);
  }
}
