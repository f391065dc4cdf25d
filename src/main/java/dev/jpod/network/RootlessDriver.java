package dev.jpod.network;

import dev.jpod.host.Background;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.host.RecordLock;
import dev.jpod.model.Endpoint;
import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.network.NetworkDefects.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What {@link BridgeDriver} does, for one who is not root: all of it in a network namespace of the
 * store's own, and an {@link Uplink} between that and the host.
 */
public final class RootlessDriver implements NetworkDriver {
  private final Path folder;
  private final Path lock;
  private final UplinkProgram asked;
  private final Programs programs;
  private final StoreGround ground;
  private final BridgeDriver inside;
  private final Uplink uplink;

  /** What may have been asked for before. */
  private final Uplink other;

  /**
   * A driver for one store.
   *
   * @param asked what connects it with the host
   * @param runFolder where it notes what it did, and pins the namespace; beside it lies a lock,
   *     which stays
   */
  public RootlessDriver(
      InterfaceNames names,
      UplinkProgram asked,
      Path runFolder,
      ProcessRunner runner,
      Programs programs) {
    this.folder = runFolder;
    this.lock = runFolder.resolveSibling(runFolder.getFileName() + ".made");
    this.asked = asked;
    this.programs = programs;
    this.ground = new StoreGround(runFolder, runner, programs);
    Uplink slirp = new Slirp(runFolder, ground, runner, programs);
    Uplink pasta = new Pasta(runFolder, ground, runner, programs);
    boolean takesPasta = takesPasta(asked, programs);
    this.uplink = takesPasta ? pasta : slirp;
    this.other = takesPasta ? slirp : pasta;
    this.inside =
        new BridgeDriver(
            names, runFolder.resolve("inside"), runner, programs, ground, uplink.guards());
  }

  private static boolean takesPasta(UplinkProgram asked, Programs programs) {
    return switch (asked) {
      case INSTALLED -> programs.find("slirp4netns") == null && programs.find("pasta") != null;
      case SLIRP4NETNS -> false;
      case PASTA -> true;
    };
  }

  @Override
  public void require(List<HostedNetwork> networks) {
    for (HostedNetwork network : networks) {
      if (!network.isBridge()) {
        throw JpodException.refused(
            "the network '"
                + network.name()
                + "' is a macvlan, and only root may use the host's interfaces",
            "make it a bridge, or run jpod as root");
      }
    }
    for (String program : List.of("grep", "mount", "sh", "umount")) {
      programs.require(program);
    }
    inside.require(networks);
    UplinkDefect.requireNone(asked, programs);
  }

  @Override
  public void requirePorts(List<PortMapping> ports) {
    ports.forEach(uplink::require);
  }

  @Override
  public void link(PodLinks pod, List<HostedNetwork> networks, Path namespace) {
    inNamespace(() -> inside.link(pod, networks, namespace));
  }

  /** Where the namespace is gone, the links went with it. */
  @Override
  public void unlink(List<Endpoint> endpoints, Path namespace) {
    if (ground.exists()) {
      inNamespace(() -> inside.unlink(endpoints, namespace));
    }
  }

  @Override
  public void converge(Supplier<NetworkState> wanted) {
    if (wanted.get().bridgesInUse().isEmpty() && clear(wanted)) {
      return;
    }
    inNamespace(
        () -> {
          NetworkState state = wanted.get();
          try (Background _ = Background.start(() -> connect(state))) {
            inside.converge(() -> arriving(wanted.get()));
          }
        });
  }

  private void connect(NetworkState state) {
    other.end();
    uplink.serve(ports(state));
  }

  private void disconnect() {
    other.end();
    uplink.end();
  }

  /** Takes everything away, unless somebody wants something by then; tells whether it did. */
  private boolean clear(Supplier<NetworkState> wanted) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (RecordLock _ = RecordLock.exclusive(lock)) {
      if (!wanted.get().bridgesInUse().isEmpty()) {
        return false;
      }
      disconnect();
      if (ground.exists()) {
        inside.converge(wanted);
      }
      ground.detach();
      new RunFolder(folder).delete();
      return true;
    } catch (IOException e) {
      throw RunFolder.failed(lock, "locked", e);
    }
  }

  /** Does something while nobody takes the namespace away, which is made when it is not there. */
  private void inNamespace(Runnable work) {
    try {
      Files.createDirectories(lock.getParent());
      while (true) {
        try (RecordLock _ = RecordLock.shared(lock)) {
          if (ground.exists()) {
            work.run();
            return;
          }
        }
        try (RecordLock _ = RecordLock.exclusive(lock)) {
          makeAnew();
        }
      }
    } catch (IOException e) {
      throw RunFolder.failed(lock, "locked", e);
    }
  }

  /** What was in a namespace that is lost is of no use any more. */
  private void makeAnew() {
    if (!ground.exists()) {
      disconnect();
      inside.abandon();
      ground.make();
    }
  }

  @Override
  public Look startLook() {
    return ground.exists() ? new Seen(inside.startLook()) : new Gone();
  }

  @Override
  public HostSide hostSide() {
    return new HostSide(uplink.process(), uplink.resolver(), uplink.ranges());
  }

  private static List<PortMapping> ports(NetworkState state) {
    List<PortMapping> ports = new ArrayList<>();
    for (PodLinks pod : state.pods()) {
      ports.addAll(pod.ports());
    }
    return ports;
  }

  /** What the store's own network has to be for a state. */
  private NetworkState arriving(NetworkState state) {
    List<PortMapping> all = ports(state);
    List<PodLinks> pods = new ArrayList<>();
    for (PodLinks pod : state.pods()) {
      List<String> resolvers =
          pod.dnsServers().isEmpty() ? List.of(uplink.resolver()) : pod.dnsServers();
      pods.add(
          new PodLinks(pod.pod(), pod.endpoints(), uplink.arriving(pod.ports(), all), resolvers));
    }
    return new NetworkState(state.networks(), pods);
  }

  /** With the namespace went everything in it. */
  private static final class Gone implements Look {
    @Override
    public NetworkDefects compare(NetworkState state) {
      if (state.bridgesInUse().isEmpty()) {
        return new NetworkDefects(Set.of(), Set.of());
      }
      Set<String> unlinked = new HashSet<>();
      for (PodLinks pod : state.pods()) {
        if (!pod.endpoints().isEmpty()) {
          unlinked.add(pod.pod());
        }
      }
      return new NetworkDefects(unlinked, EnumSet.allOf(Shared.class));
    }
  }

  private final class Seen implements Look {
    private final Look look;

    Seen(Look look) {
      this.look = look;
    }

    @Override
    public NetworkDefects compare(NetworkState state) {
      NetworkDefects defects = look.compare(arriving(state));
      if (state.bridgesInUse().isEmpty() || uplink.matches(ports(state))) {
        return defects;
      }
      Set<Shared> shared = EnumSet.of(Shared.UPLINK);
      shared.addAll(defects.shared());
      return new NetworkDefects(defects.unlinked(), shared);
    }
  }
}
