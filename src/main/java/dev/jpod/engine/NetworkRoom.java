package dev.jpod.engine;

import dev.jpod.host.Background;
import dev.jpod.host.HostUser;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.Endpoint;
import dev.jpod.model.JpodException;
import dev.jpod.network.BridgeDriver;
import dev.jpod.network.HostRanges;
import dev.jpod.network.HostedNetwork;
import dev.jpod.network.InterfaceNames;
import dev.jpod.network.NetworkDriver;
import dev.jpod.network.NetworkState;
import dev.jpod.network.PodLinks;
import dev.jpod.network.RootlessDriver;
import dev.jpod.network.TakenRange;
import dev.jpod.network.UplinkProgram;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.Serving;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.NetworkRecord;
import dev.jpod.store.NetworkRecords;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import dev.jpod.store.StoreLayout;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the records want of the host's network, and the driver that makes it so. */
final class NetworkRoom {
  private final StoreLayout layout;
  private final HostUser user;
  private final UplinkProgram uplink;
  private final PodRecords pods;
  private final NetworkRecords networks;
  private @Nullable NetworkDriver driver;
  private @Nullable InterfaceNames names;

  private final StoreLock lock;

  private long asked;
  private long done;
  private boolean busy;

  /** The room of a store; making it reads nothing. */
  NetworkRoom(StoreLayout layout, HostUser user, UplinkProgram uplink) {
    this.layout = layout;
    this.uplink = uplink;
    this.user = user;
    this.lock = new StoreLock(layout, "network.lock");
    this.pods = new PodRecords(layout);
    this.networks = new NetworkRecords(layout);
  }

  synchronized NetworkDriver driver() {
    NetworkDriver made = driver;
    if (made == null) {
      ProcessRunner runner = new ProcessRunner();
      Programs programs = Programs.ofHost();
      made =
          user.isRoot()
              ? new BridgeDriver(names(), layout.networkRun(), runner, programs)
              : new RootlessDriver(names(), uplink, layout.networkRun(), runner, programs);
      driver = made;
    }
    return made;
  }

  synchronized InterfaceNames names() {
    InterfaceNames made = names;
    if (made == null) {
      made = InterfaceNames.of(layout.root());
      names = made;
    }
    return made;
  }

  /** The ranges of addresses that no network of the store can have, but for those of the others. */
  List<TakenRange> taken() {
    List<TakenRange> taken = new ArrayList<>(HostRanges.taken(names()));
    taken.addAll(driver().hostSide().ranges());
    return taken;
  }

  /** Keeps everybody else from handing out addresses and from changing what pods share. */
  StoreLock.Hold lock() {
    return lock.take();
  }

  /** Every network of the store as the driver knows it. */
  List<HostedNetwork> hosted() {
    List<HostedNetwork> hosted = new ArrayList<>();
    for (NetworkRecord network : networks.all()) {
      hosted.add(
          new HostedNetwork(
              network.name(), network.interfaceName(), network.asked(), network.subnets()));
    }
    return hosted;
  }

  /** The names of the networks that pods of the store are in, up or not. */
  Set<String> used() {
    Set<String> used = new HashSet<>();
    for (PodRecord pod : pods.all()) {
      pod.endpoints().forEach(endpoint -> used.add(endpoint.network()));
    }
    return used;
  }

  /** What a pod has in networks by its record. */
  static PodLinks links(PodRecord pod) {
    return new PodLinks(pod.id(), pod.endpoints(), pod.ports(), pod.dnsServers());
  }

  /**
   * What a pod has in networks now: one that does not serve has its links, and a name that nobody
   * asks for, since the server for names answers only those that it knows by one.
   */
  static PodLinks links(PodRecord pod, Serving serving) {
    if (serving.serves(pod.id())) {
      return links(pod);
    }
    List<String> names = List.of("jpod-" + ObservedContainer.shortened(pod.id()) + "-beside");
    List<Endpoint> endpoints = new ArrayList<>();
    for (Endpoint endpoint : pod.endpoints()) {
      endpoints.add(endpoint.called(names));
    }
    return new PodLinks(pod.id(), endpoints, List.of(), pod.dnsServers());
  }

  /**
   * Makes what pods share what the records say, as they are when this is called or later. Those who
   * call while another call is at work are served together by the next one.
   */
  void converge() {
    converge(ticket());
  }

  /** As {@link #converge}, beside the caller; the gate opens when it is done. */
  Gate beginConverge() {
    long mine = ticket();
    return Background.start(() -> converge(mine))::close;
  }

  private void converge(long mine) {
    while (true) {
      long target;
      synchronized (this) {
        awaitTurn(mine);
        if (done >= mine) {
          return;
        }
        busy = true;
        target = asked;
      }
      boolean successful = false;
      try (StoreLock.Hold _ = lock()) {
        driver().converge(() -> new NetworkState(hosted(), raised()));
        successful = true;
      } finally {
        finish(successful ? target : 0);
      }
    }
  }

  private synchronized long ticket() {
    return ++asked;
  }

  private synchronized void finish(long upTo) {
    busy = false;
    done = Math.max(done, upTo);
    notifyAll();
  }

  private synchronized void awaitTurn(long mine) {
    try {
      while (busy && done < mine) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JpodException.failed("the set-up of a network was interrupted", "run it again");
    }
  }

  /** Those that are being raised count, too: their links may be there before they are up. */
  private List<PodLinks> raised() {
    List<PodRecord> all = pods.all();
    Serving serving = PodRecords.serving(all);
    List<PodLinks> raised = new ArrayList<>();
    for (PodRecord pod : all) {
      boolean linked = pod.phase() == Phase.READY && !pod.endpoints().isEmpty();
      if (linked && Files.exists(new PodFiles(layout, pod.id()).run())) {
        raised.add(links(pod, serving));
      }
    }
    return raised;
  }
}
