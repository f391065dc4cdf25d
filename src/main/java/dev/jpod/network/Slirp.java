package dev.jpod.network;

import dev.jpod.host.Background;
import dev.jpod.host.Command;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.network.TakenRange.Holder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An uplink by slirp4netns. It passes on who sends, but for senders on the host's own loopback, and
 * carries ports of IPv4 only; ports come and go while it runs.
 */
final class Slirp implements Uplink {
  private static final String PROGRAM = "slirp4netns";

  /** Where it leads to the host's own loopback. */
  static final String HOST_LOOPBACK = "10.0.2.2";

  static final String HOST_LOOPBACK_IPV6 = "fd00::2";

  private static final String DEVICE = "tap0";
  private static final String RESOLVER = "10.0.2.3";
  private static final Duration TO_START = Duration.ofSeconds(15);

  /**
   * The program notes its own id before it becomes slirp4netns, so that none is ever forgotten. The
   * shell waits for the word on descriptor 3, which comes when the network is there.
   */
  private static final String START =
      "ulimit -n \"$(ulimit -H -n)\"; word=$(sh -c 'echo $$ >slirp.pid && exec \"$@\" 3>&1"
          + " >slirp.log 2>&1 </dev/null' sh \"$@\" &) && [ \"$word\" = 1 ]";

  private final Path folder;
  private final StoreGround ground;
  private final ProcessRunner runner;
  private final Programs programs;
  private final ResidentProgram program;

  /**
   * The uplink of a store.
   *
   * @param folder where its socket and its notes lie
   */
  Slirp(Path folder, StoreGround ground, ProcessRunner runner, Programs programs) {
    this.folder = folder;
    this.ground = ground;
    this.runner = runner;
    this.programs = programs;
    this.program = new ResidentProgram(folder.resolve("slirp.pid"), ground.path());
  }

  @Override
  public void require(PortMapping port) {
    OpenPorts.requirePort(port);
    if (port.hostAddress().indexOf(':') >= 0) {
      throw JpodException.refused(
          "slirp4netns cannot publish on '" + port.hostAddress() + "', nor on any address of IPv6",
          "publish on an address of IPv4, or have pasta do it: JPOD_ROOTLESS_NETWORK=pasta");
    }
  }

  /**
   * Pods begin nothing with the host's loopback, which these addresses lead to. That slirp4netns
   * itself keeps them from it would also swallow what they answer to senders of UDP there.
   */
  @Override
  public List<String> guards() {
    return List.of(
        "ip daddr " + HOST_LOOPBACK + " ct state new drop",
        "ip6 daddr " + HOST_LOOPBACK_IPV6 + " ct state new drop");
  }

  @Override
  public String resolver() {
    return RESOLVER;
  }

  @Override
  public List<TakenRange> ranges() {
    return List.of(
        new TakenRange(IpRange.of("10.0.2.0/24"), Holder.HOST, DEVICE),
        new TakenRange(IpRange.of("fd00::/64"), Holder.HOST, DEVICE));
  }

  @Override
  public List<PortMapping> arriving(List<PortMapping> ports, List<PortMapping> all) {
    GuestAddresses addresses = new GuestAddresses(all);
    List<PortMapping> arriving = new ArrayList<>();
    for (PortMapping port : ports) {
      boolean any = GuestAddresses.isAny(port.hostAddress());
      String address = any ? "" : addresses.of(port.hostAddress());
      arriving.add(
          new PortMapping(
              address, port.hostPort(), port.containerPort(), port.count(), port.protocol()));
    }
    return arriving;
  }

  @Override
  public boolean matches(List<PortMapping> ports) {
    return program.pid() != 0
        && Files.exists(socket())
        && RunFolder.read(note()).equals(text(forwards(ports)));
  }

  @Override
  public void serve(List<PortMapping> ports) {
    Set<Forward> wanted = forwards(ports);
    if (program.pid() == 0 || !Files.exists(socket())) {
      end();
      start();
    } else if (RunFolder.read(note()).equals(text(wanted))) {
      return;
    }
    RunFolder.write(note(), "");
    new SlirpPorts(socket()).serve(wanted);
    RunFolder.write(note(), text(wanted));
  }

  @Override
  public long process() {
    return program.pid();
  }

  @Override
  public void end() {
    program.end();
    for (String name : List.of("slirp.pid", "slirp.sock", "slirp.log", "slirp.ports")) {
      RunFolder.write(folder.resolve(name), "");
    }
  }

  private void start() {
    List<String> argv =
        List.of(
            programs.require("sh").toString(),
            "-c",
            START,
            "sh",
            programs.require(PROGRAM).toString(),
            "--configure",
            "--mtu=" + MTU,
            "--enable-ipv6",
            "--enable-sandbox",
            "--enable-seccomp",
            "--api-socket",
            "slirp.sock",
            "--ready-fd=3",
            "--netns-type=path",
            ground.path(),
            DEVICE);
    boolean started;
    try (Background _ = Background.start(this::addAddresses)) {
      started = runner.run(Command.of(argv).in(folder).within(TO_START)).succeeded();
    }
    if (!started) {
      String said = lastLine(folder.resolve("slirp.log"));
      end();
      throw JpodException.failed(
          "slirp4netns did not connect the pods with the host: it said '" + said + "'",
          "see whether '/dev/net/tun' may be opened, and 'jpod doctor'");
    }
  }

  private void addAddresses() {
    List<String> argv = new ArrayList<>(ground.program("ip"));
    argv.addAll(List.of("route", "replace", "local", GuestAddresses.RANGE, "dev", "lo"));
    runner.require(Command.of(argv), "giving the store's network its addresses");
  }

  private static String lastLine(Path log) {
    try {
      String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
      return text.substring(text.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      return "";
    }
  }

  private Path socket() {
    return folder.resolve("slirp.sock");
  }

  private Path note() {
    return folder.resolve("slirp.ports");
  }

  /**
   * A port of the host and where it leads.
   *
   * @param hostAddress of IPv4, all zeros for every one
   */
  record Forward(String protocol, String hostAddress, int port, String arrival)
      implements Comparable<Forward> {
    @Override
    public String toString() {
      return protocol + " " + hostAddress + " " + port + " " + arrival;
    }

    @Override
    public int compareTo(Forward other) {
      return toString().compareTo(other.toString());
    }
  }

  private static Set<Forward> forwards(List<PortMapping> ports) {
    GuestAddresses addresses = new GuestAddresses(ports);
    Set<Forward> forwards = new TreeSet<>();
    for (PortMapping port : ports) {
      String host = GuestAddresses.isAny(port.hostAddress()) ? "0.0.0.0" : port.hostAddress();
      String protocol = port.protocol() == Protocol.UDP ? "udp" : "tcp";
      for (int i = 0; i < port.count(); i++) {
        forwards.add(
            new Forward(protocol, host, port.hostPort() + i, addresses.of(port.hostAddress())));
      }
    }
    return forwards;
  }

  private static String text(Set<Forward> forwards) {
    StringBuilder text = new StringBuilder("ports\n");
    for (Forward forward : forwards) {
      text.append(forward).append('\n');
    }
    return text.toString();
  }
}
