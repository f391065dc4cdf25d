package dev.jpod.network;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.PinnedNamespace;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.Endpoint;
import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Bridges, macvlans, firewall and names by the programs {@code ip}, {@code nft} and {@code
 * aardvark-dns}.
 */
public final class BridgeDriver implements NetworkDriver {
  private final ProcessRunner runner;
  private final Ground ground;
  private final Programs programs;
  private final InterfaceNames names;
  private final SharedNetwork shared;

  /**
   * A driver for one store, in the namespace of this process.
   *
   * @param runFolder where it notes what it did; its content is lost with a reboot
   */
  public BridgeDriver(
      InterfaceNames names, Path runFolder, ProcessRunner runner, Programs programs) {
    this(names, runFolder, runner, programs, new HostGround(programs), List.of());
  }

  BridgeDriver(
      InterfaceNames names,
      Path runFolder,
      ProcessRunner runner,
      Programs programs,
      Ground ground,
      List<String> guards) {
    this.names = names;
    this.runner = runner;
    this.ground = ground;
    this.programs = programs;
    this.shared =
        new SharedNetwork(names, new RunFolder(runFolder), runner, ground, guards, programs);
  }

  @Override
  public void require(List<HostedNetwork> networks) {
    for (String program : List.of("ip", "nft", "unshare", "nsenter")) {
      programs.require(program);
    }
    for (HostedNetwork network : networks) {
      if (network.hasNames()) {
        programs.require("aardvark-dns");
      }
    }
  }

  /** A rule of the firewall takes any port. */
  @Override
  public void requirePorts(List<PortMapping> ports) {}

  @Override
  public HostSide hostSide() {
    return HostSide.DIRECT;
  }

  @Override
  public void link(PodLinks pod, List<HostedNetwork> networks, Path namespace) {
    Map<String, HostedNetwork> byName = HashMap.newHashMap(networks.size());
    for (HostedNetwork network : networks) {
      byName.put(network.name(), network);
    }
    PodInterfaces interfaces = new PodInterfaces(pod, byName, ground.wayOut());
    IpBatch batch = interfaces.links(ground);
    List<Endpoint> macvlans = interfaces.macvlans();
    List<String> entry = entry(namespace);
    String doing = "linking the pod '" + pod.pod() + "'";
    if (!macvlans.isEmpty()) {
      // These are made on the host, where what they hang on is.
      batch.run(runner, entry, doing);
      for (Endpoint endpoint : macvlans) {
        addMacvlan(interfaces, endpoint, byName, namespace, doing);
      }
      batch = new IpBatch();
      entry = entry(namespace);
    }
    interfaces.addAddresses(batch);
    if (!batch.isEmpty()) {
      batch.run(runner, entry, doing);
    }
    IpBatch otherEnds = interfaces.otherEnds(ground);
    if (!otherEnds.isEmpty()) {
      otherEnds.run(runner, ground.program("ip"), doing);
    }
  }

  private void addMacvlan(
      PodInterfaces interfaces,
      Endpoint endpoint,
      Map<String, HostedNetwork> networks,
      Path namespace,
      String doing) {
    HostedNetwork network = networks.get(endpoint.network());
    if (network != null && !HostLinks.exists(ground, network.interfaceName())) {
      throw JpodException.refused(
          "the network '"
              + network.name()
              + "' hangs on the host's interface '"
              + network.interfaceName()
              + "', which there is not",
          "'ip link' lists the interfaces; write one as options: {parent: eth0}");
    }
    List<String> argv = new ArrayList<>(ground.program("ip"));
    argv.addAll(interfaces.macvlan(endpoint, namespace.toString()));
    CommandResult result = runner.run(Command.of(argv));
    if (!result.succeeded() && !result.error().contains("File exists")) {
      throw JpodException.failed(
          doing + " failed: ip said '" + result.complaint() + "'", "what ip said tells the cause");
    }
  }

  @Override
  public void unlink(List<Endpoint> endpoints, Path namespace) {
    IpBatch host = new IpBatch();
    IpBatch inside = new IpBatch();
    for (Endpoint endpoint : endpoints) {
      if (names.isLink(endpoint.hostInterface())) {
        host.attempt("link", "del", "dev", endpoint.hostInterface());
      } else {
        inside.attempt("link", "del", "dev", endpoint.interfaceName());
      }
    }
    if (!host.isEmpty()) {
      host.run(runner, ground.program("ip"), "removing links");
    }
    if (!inside.isEmpty() && PinnedNamespace.isAt(namespace)) {
      inside.run(runner, entry(namespace), "removing links");
    }
  }

  @Override
  public void converge(Supplier<NetworkState> wanted) {
    shared.converge(wanted);
  }

  @Override
  public Look startLook() {
    return shared.startLook();
  }

  /**
   * Ends what serves names and forgets what was done, when the namespace it was done in is lost.
   */
  void abandon() {
    shared.abandon();
  }

  /**
   * {@code ip}, by the program that starts it in a namespace, which it makes where there is none.
   */
  private List<String> entry(Path namespace) {
    String ip = programs.require("ip").toString();
    if (PinnedNamespace.isAt(namespace)) {
      return List.of(programs.require("nsenter").toString(), "--net=" + namespace, ip);
    }
    try {
      Files.createDirectories(namespace.getParent());
      Files.createFile(namespace);
    } catch (FileAlreadyExistsException e) {
      // Made before a crash, or by whoever unpinned the namespace.
      return List.of(programs.require("unshare").toString(), "--net=" + namespace, ip);
    } catch (IOException e) {
      throw RunFolder.failed(namespace, "made", e);
    }
    return List.of(programs.require("unshare").toString(), "--net=" + namespace, ip);
  }
}
