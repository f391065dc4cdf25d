package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.Processes;
import dev.jpod.host.FileTree;
import dev.jpod.host.HostUser;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.PortMapping;
import dev.jpod.network.AddressBook.Holding;
import dev.jpod.network.TakenRange.Holder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A store's network in a {@link PrivateNetwork}, with a neighbour of the host at 192.0.2.2. When it
 * is closed, nothing of the store may be left.
 */
final class Lab implements AutoCloseable {
  static final String HOST = "192.0.2.1";
  static final String HOST_IPV6 = "2001:db8::1";
  static final String NEIGHBOUR = "192.0.2.2";

  final InterfaceNames names;
  final NetworkDriver driver;
  final Path run;
  final Path neighbour;

  final Path root;

  static final Path NEIGHBOUR_NAMESPACE = Path.of("/run/lab/neighbour");

  private final List<HostedNetwork> networks = new ArrayList<>();
  private final Map<String, PodLinks> pods = new LinkedHashMap<>();
  private final List<Process> servers = new ArrayList<>();

  Lab() {
    this(newRoot());
  }

  /** A lab whose store lies in a folder, where another may have been before. */
  Lab(Path root) {
    this.root = root;
    run = root.resolve("run");
    neighbour = NEIGHBOUR_NAMESPACE;
    if (!Files.exists(neighbour)) {
      makeNeighbour();
    }
    names = InterfaceNames.of(root);
    Path folder = run.resolve("network");
    driver =
        HostUser.ofProcess().isRoot()
            ? new BridgeDriver(names, folder, new ProcessRunner(), Programs.ofHost())
            : new RootlessDriver(names, program(), folder, new ProcessRunner(), Programs.ofHost());
  }

  private static UplinkProgram program() {
    return UplinkProgram.valueOf(System.getProperty("jpod.lab.uplink", "SLIRP4NETNS"));
  }

  private static Path newRoot() {
    try {
      return Files.createTempDirectory("jpod-net");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the host a neighbour and a default route by it, and that for a server of names. */
  static void makeNeighbour() {
    Path neighbour = NEIGHBOUR_NAMESPACE;
    try {
      Files.createDirectories(neighbour.getParent());
      Files.createFile(neighbour);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sh("unshare --net=" + neighbour + " ip link set lo up");
    sh("ip link add up0 type veth peer name eth0 netns " + neighbour);
    sh("ip addr add 192.0.2.1/24 dev up0; ip addr add 2001:db8::1/64 dev up0 nodad");
    sh(
        "ip link set up0 addrgenmode none; ip addr add fe80::1/64 dev up0 nodad; ip link set up0"
            + " up");
    String in = "nsenter --net=" + neighbour + " ip ";
    sh(in + "addr add 192.0.2.2/24 dev eth0; " + in + "addr add 2001:db8::2/64 dev eth0 nodad");
    sh(in + "link set eth0 addrgenmode none; " + in + "addr add fe80::2/64 dev eth0 nodad");
    sh(in + "link set eth0 up");
    sh("ip route add default via 192.0.2.2; ip -6 route add default via 2001:db8::2");
    sh("mkdir -p /run/lab/dns; printf '192.0.2.2\\nx 192.0.2.2  far.example\\n' > /run/lab/dns/n");
    sh(
        "nsenter --net="
            + neighbour
            + " /usr/lib/podman/aardvark-dns --config /run/lab/dns -p 53 run");
    sh(
        "echo 'nameserver 192.0.2.2' > /run/lab/resolv; mount --bind /run/lab/resolv "
            + "$(readlink -f /etc/resolv.conf)");
  }

  HostedNetwork network(String name, NetworkSpec spec) {
    List<TakenRange> taken = new ArrayList<>(HostRanges.taken(names));
    for (HostedNetwork other : networks) {
      for (Subnet subnet : other.subnets()) {
        taken.add(new TakenRange(IpRange.of(subnet.cidr()), Holder.NETWORK, other.name()));
      }
    }
    List<Subnet> subnets = new SubnetPool(names, taken).choose(name, spec);
    String parent = spec.options().get("parent");
    String device = parent == null ? names.bridge(name, Set.of()) : parent;
    HostedNetwork network = new HostedNetwork(name, device, spec, subnets);
    networks.add(network);
    return network;
  }

  /** Allocates a pod in networks, and makes nothing of it yet. */
  PodLinks pod(String name, List<PortMapping> ports, HostedNetwork... in) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (HostedNetwork network : in) {
      AddressBook book = new AddressBook(network.name(), network.subnets(), holdings());
      List<String> addresses = new ArrayList<>();
      for (Family family : book.families()) {
        addresses.add(book.next(family).toString());
      }
      endpoints.add(
          new Endpoint(
              network.name(),
              "eth" + endpoints.size(),
              network.isBridge() ? names.link(name, network.name(), Set.of()) : "",
              addresses,
              book.mac(IpAddress.of(addresses.getFirst())),
              List.of(name, "shop-" + name + "-0")));
    }
    PodLinks pod = new PodLinks(name, endpoints, ports, List.of());
    pods.put(name, pod);
    return pod;
  }

  private List<Holding> holdings() {
    List<Holding> holdings = new ArrayList<>();
    for (PodLinks pod : pods.values()) {
      for (Endpoint endpoint : pod.endpoints()) {
        holdings.add(new Holding(pod.pod(), endpoint));
      }
    }
    return holdings;
  }

  /** Links all pods and converges. */
  void raise() {
    pods.values().forEach(this::link);
    converge();
  }

  void link(PodLinks pod) {
    driver.link(pod, networks, namespace(pod));
  }

  void converge() {
    converge(this::state);
  }

  void converge(Supplier<NetworkState> wanted) {
    driver.converge(wanted);
  }

  NetworkState state() {
    return new NetworkState(networks, List.copyOf(pods.values()));
  }

  NetworkDefects look() {
    return driver.startLook().compare(state());
  }

  /** Takes the namespaces of pods away, as their end does. */
  void lower(PodLinks... gone) {
    for (PodLinks pod : gone) {
      pods.remove(pod.pod());
      sh("umount " + namespace(pod));
    }
  }

  void forget(PodLinks pod) {
    pods.remove(pod.pod());
  }

  void keep(PodLinks pod) {
    pods.put(pod.pod(), pod);
  }

  Path namespace(PodLinks pod) {
    return run.resolve("pods").resolve(pod.pod()).resolve("ns/net");
  }

  static String address(PodLinks pod) {
    return pod.endpoints().getFirst().addresses().getFirst();
  }

  /** What a shell on the host says; its exit code comes last. */
  static String sh(String script) {
    return finished(List.of("sh", "-c", script));
  }

  /** What a shell in a pod says. */
  String in(PodLinks pod, String script) {
    return in(namespace(pod), script);
  }

  static String in(Path namespace, String script) {
    return finished(List.of("nsenter", "--net=" + namespace, "sh", "-c", script));
  }

  private static String finished(List<String> argv) {
    try {
      Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      return code == 0 ? said : said + "[exit code " + code + "]";
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers whoever connects in a namespace with a word, on a port. */
  void serve(Path namespace, String listen, String word) {
    servers.add(begin(namespace, listen, word));
  }

  static Process begin(Path namespace, String listen, String word) {
    List<String> argv = new ArrayList<>();
    if (namespace.startsWith("/")) {
      argv.addAll(List.of("nsenter", "--net=" + namespace));
    }
    argv.addAll(List.of("socat", listen + ",fork,reuseaddr", "SYSTEM:echo " + word));
    Process server;
    try {
      server = new ProcessBuilder(argv).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String port = listen.split(":", -1)[1];
    String in = namespace.startsWith("/") ? "nsenter --net=" + namespace + " " : "";
    String option = listen.startsWith("UDP") ? "u" : "t";
    sh(
        "for i in $(seq 200); do "
            + in
            + "busybox netstat -ln"
            + option
            + " | grep -q ':"
            + port
            + " ' && break; sleep 0.01; done");
    return server;
  }

  void serveTcp(PodLinks pod, int port) {
    serve(namespace(pod), "TCP6-LISTEN:" + port, pod.pod());
  }

  void serveUdp(PodLinks pod, int port) {
    serve(namespace(pod), "UDP6-LISTEN:" + port, pod.pod());
  }

  /**
   * What a server says by TCP. The kernel can take a second to notice that a link of IPv6 is ready.
   */
  static String tcp(String address, int port) {
    String patience = address.indexOf(':') < 0 ? "1" : "3";
    return "socat -T2 - TCP:"
        + literal(address)
        + ":"
        + port
        + ",connect-timeout="
        + patience
        + " < /dev/null";
  }

  static String udp(String address, int port) {
    // The server loses what comes while it hands its last question over, as UDP may.
    String once = "echo x | socat -t1 -T1 - UDP:" + literal(address) + ":" + port;
    return "for attempt in 1 2 3; do " + once + " | grep . && break; done";
  }

  private static String literal(String address) {
    return address.indexOf(':') < 0 ? address : "[" + address + "]";
  }

  /** The addresses that the name server of a pod's first network tells. */
  String lookUp(PodLinks pod, String name) {
    HostedNetwork network =
        networks.stream()
            .filter(n -> n.name().equals(pod.endpoints().getFirst().network()))
            .findFirst()
            .orElseThrow();
    return in(pod, "busybox nslookup " + name + " " + network.gateway(Family.IPV4));
  }

  /** What the host has of the store. */
  String remains() {
    return HostUser.ofProcess().isRoot() ? remainsOfRoot() : remainsOfUser();
  }

  private String remainsOfUser() {
    String found =
        sh("ls -d " + run + "/network 2>/dev/null; grep " + root + " /proc/self/mountinfo; true");
    try {
      return found + String.join("\n", Processes.naming(run.resolve("network")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String remainsOfRoot() {
    String tag = names.tag();
    String found =
        sh(
            "ip -o link | grep -o 'jp"
                + tag
                + "[a-z0-9]*';"
                + " nft list tables | grep "
                + tag
                + ";"
                + " iptables -S | grep "
                + tag
                + ";"
                + " ip6tables -S | grep "
                + tag
                + ";"
                + " ls -d "
                + run.resolve("network")
                + " 2>/dev/null; true");
    try {
      return found + String.join("\n", Processes.naming(run.resolve("network")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    servers.forEach(Process::destroyForcibly);
    lower(pods.values().toArray(PodLinks[]::new));
    converge();
    String remains = remains();
    sh("umount " + run + "/pods/*/ns/net 2>/dev/null");
    try {
      FileTree.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(remains).isEmpty();
  }
}
