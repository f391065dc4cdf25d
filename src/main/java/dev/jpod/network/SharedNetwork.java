package dev.jpod.network;

import dev.jpod.host.Background;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.network.Ground.Owner;
import dev.jpod.network.NetworkDefects.Shared;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all pods of a store share on the host. */
final class SharedNetwork {
  private final InterfaceNames names;
  private final Ground ground;
  private final List<String> guards;
  private final Programs programs;
  private final RunFolder folder;
  private final Firewall firewall;
  private final ForwardAcceptance acceptance;
  private final Bridges bridges;
  private final NameServer podNames;
  private final NameServer refusing;
  private final NameRelief relief;
  private final IpAddress refusingAddress;

  /**
   * What the pods of a store share.
   *
   * @param guards rules of the firewall beside those that a state asks for
   */
  SharedNetwork(
      InterfaceNames names,
      RunFolder folder,
      ProcessRunner runner,
      Ground ground,
      List<String> guards,
      Programs programs) {
    this.names = names;
    this.guards = guards;
    this.ground = ground;
    this.programs = programs;
    this.folder = folder;
    this.firewall = new Firewall(names, folder, runner, ground);
    this.acceptance = new ForwardAcceptance(names, folder, runner, programs);
    this.bridges = new Bridges(names, runner, ground);
    this.podNames = NameServer.ofPods(folder, runner, ground);
    this.refusing = NameServer.refusing(folder, runner, ground);
    this.relief = new NameRelief(names, folder, runner, ground, programs);
    this.refusingAddress = IpAddress.of("127.64.0.0").plus(names.number() & 0x3f_ffff);
  }

  void converge(Supplier<NetworkState> wanted) {
    HostLinks links = HostLinks.of(names, ground);
    NetworkState state = wanted.get();
    List<HostedNetwork> used = state.bridgesInUse();
    if (used.isEmpty()) {
      clear(links);
      return;
    }
    folder.create();
    try (Background _ = Background.start(() -> firewall.load(Ruleset.of(names, state, guards)));
        Background _ = Background.start(this::acceptOnHost)) {
      bridges.converge(links, state, used);
      serveNames(NameFile.of(state, refusingAddress));
    }
  }

  /** Takes all of the store away from the host: with its folder goes the last trace. */
  private void clear(HostLinks links) {
    if (!folder.exists() && links.isEmpty()) {
      return;
    }
    folder.create();
    try (Background _ = Background.start(firewall::remove);
        Background _ = Background.start(this::revokeOnHost)) {
      relief.end();
      podNames.stop();
      refusing.stop();
      bridges.clear(links);
    }
    folder.delete();
  }

  void abandon() {
    podNames.stop();
    refusing.stop();
    relief.abandon();
    folder.delete();
  }

  private void acceptOnHost() {
    if (ground.owner() == Owner.HOST) {
      acceptance.establish();
    }
  }

  private void revokeOnHost() {
    if (ground.owner() == Owner.HOST) {
      acceptance.revoke();
    }
  }

  private void serveNames(SortedMap<String, NameFile> files) {
    refusing.serve(refusalFor(files));
    relief.end();
    podNames.serve(files, reload -> relief.during(files, reload));
  }

  /** The server that refuses is there while a pod is told to ask it. */
  private SortedMap<String, NameFile> refusalFor(SortedMap<String, NameFile> files) {
    SortedMap<String, NameFile> refusal = new TreeMap<>();
    for (NameFile file : files.values()) {
      if (file.content().contains(" " + refusingAddress)) {
        refusal.put("none", NameFile.refusing(refusingAddress));
      }
    }
    return refusal;
  }

  NetworkDriver.Look startLook() {
    KernelFiles files = ground.files();
    @Nullable Listed listed =
        firewall.isLoaded() && programs.find("nft") != null ? new Listed(firewall) : null;
    return state -> compare(state, files, listed);
  }

  /** A listing of the firewall's rules that is under way. */
  private static final class Listed {
    private volatile String text = "";
    private final Background background;

    Listed(Firewall firewall) {
      this.background = Background.start(() -> this.text = firewall.listing());
    }

    String await() {
      background.close();
      return text;
    }
  }

  private NetworkDefects compare(NetworkState state, KernelFiles files, @Nullable Listed listed) {
    List<HostedNetwork> used = state.bridgesInUse();
    Set<Shared> shared = EnumSet.noneOf(Shared.class);
    Set<String> unlinked = new HashSet<>();
    if (!used.isEmpty()) {
      SortedMap<String, NameFile> told = NameFile.of(state, refusingAddress);
      if (relief.isThere() || !podNames.matches(told) || !refusing.matches(refusalFor(told))) {
        shared.add(Shared.NAMES);
      }
      unlinked.addAll(unlinked(state, files, used));
      String rules = Ruleset.of(names, state, guards);
      boolean forwarding = Forwarding.isOn(files, used);
      if (!forwarding || listed == null || !firewall.matches(rules, listed.await())) {
        shared.add(Shared.RULES);
      }
    }
    return new NetworkDefects(unlinked, shared);
  }

  private Set<String> unlinked(NetworkState state, KernelFiles files, List<HostedNetwork> used) {
    HostLinks links = HostLinks.of(names, ground);
    Set<String> sound = bridges.sound(links, files, used);
    Map<String, HostedNetwork> byName = state.bridgesByName();
    Set<String> unlinked = new HashSet<>();
    for (PodLinks pod : state.pods()) {
      for (Endpoint endpoint : pod.endpoints()) {
        HostedNetwork bridge = byName.get(endpoint.network());
        boolean linked =
            bridge == null
                || (sound.contains(bridge.interfaceName())
                    && links.isOn(endpoint.hostInterface(), bridge.interfaceName()));
        if (!linked) {
          unlinked.add(pod.pod());
        }
      }
    }
    return unlinked;
  }
}
