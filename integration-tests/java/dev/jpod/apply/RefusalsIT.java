package dev.jpod.apply;

import static dev.jpod.apply.BadNetwork.inFile;
import static dev.jpod.apply.BadNetwork.onHost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.apply.Store.Seen;
import dev.jpod.model.IpRange;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What networks cannot give is refused with its line, by plan and by apply, and nothing happens.
 */
class RefusalsIT extends FreshStore {
  private SortedMap<String, Seen> containers;
  private Footprint footprint;
  private Set<String> foreign;
  private long serial;

  @BeforeEach
  void apply() throws Exception {
    store.jpod("network", "create", "--subnet", "10.197.0.0/24", "office").well();
    store.apply(BadNetwork.good()).well();
    containers = store.containers();
    footprint = Footprint.of(store);
    foreign = HostNetwork.foreign();
    serial = store.serial("shop");
  }

  @AfterEach
  void destroy() throws Exception {
    nothingHappened();
    store.jpod("destroy", "shop").well();
    store.jpod("network", "prune", "--force").well();
  }

  private void nothingHappened() throws Exception {
    assertThat(store.containers()).isEqualTo(containers);
    assertThat(Footprint.of(store)).isEqualTo(footprint);
    assertThat(HostNetwork.foreign()).isEqualTo(foreign);
    assertThat(store.serial("shop")).isEqualTo(serial);
  }

  static Stream<BadNetwork> bad() {
    String idle = "x: {<<: *idle, networks: ";
    return Stream.of(
        inFile(
            "b: {subnets: [10.198.0.4/30]} # here",
            "",
            "'10.198.0.4/30' overlaps '10.198.0.0/29' of network 'front'"),
        onHost(
            "b: {subnets: [10.197.0.128/25]} # here",
            idle + "[b]}",
            "the range 10.197.0.128/25 overlaps that of the network 'office'"),
        onHost(
            "",
            """
            x:
              <<: *idle
              replicas: 5
              networks: [front] # here
            """,
            "the network 'shop_front' has no address for pod 'x[3]': 10.198.0.0/29 has room for 5"
                + " pods, and there would be 7"),
        inFile("", idle + "{front: {ipv4: 10.197.0.7}}} # here", "'10.197.0.7' is not in"),
        inFile("", idle + "{front: {ipv4: 10.198.0.1}}} # here", "'10.198.0.1' is the gateway's"),
        inFile("", idle + "{front: {ipv4: 10.198.0.7}}} # here", "is the broadcast address"),
        inFile("", idle + "{front: {ipv4: 10.198.0.2}}} # here", "is taken by pod 'db'"),
        onHost(
            "",
            idle + "{front: {ipv4: 10.198.0.3}}} # here",
            "the address 10.198.0.3 is held by pod 'web[0]' of stack 'shop'"),
        onHost(
            "",
            idle + "{office: {ipv4: 10.198.0.7}}} # here",
            "the address 10.198.0.7 is not in 10.197.0.0/24, the range of the network 'office'"),
        onHost(
            "",
            idle + "{office: {ipv4: 10.197.0.1}}} # here",
            "the address 10.197.0.1 is the gateway's in the network 'office'"),
        onHost(
            "",
            idle + "{office: {ipv4: 10.197.0.0}}} # here",
            "the address 10.197.0.0 stands for the whole of the network 'office'"),
        onHost(
            "",
            idle + "{office: {ipv4: 10.197.0.255}}} # here",
            "the address 10.197.0.255 is the broadcast address of the network 'office'"),
        onHost(
            "",
            idle + "{office: {ipv6: 'fd00::7'}}} # here",
            "the address fd00::7 is not in 10.197.0.0/24, the range of the network 'office'"),
        inFile("", idle + "[frnt]} # here", "there is no network 'frnt'"),
        onHost(
            "nowhere: {external: true}",
            idle + "[nowhere]} # here",
            "the external network 'nowhere' does not exist"),
        inFile("", idle + "none, dependsOn: [x]} # here", "the dependencies run in a circle"),
        inFile(
            "",
            "x: {<<: *idle, ports: ['38280:80']} # here",
            "is taken by pod 'web' at stack.yaml:10"),
        onHost(
            """
            lan:
              driver: macvlan
              subnets: [10.196.0.0/24]
              options: {parent: nowhere0} # here
            """,
            idle + "[lan]}",
            "the network 'shop_lan' would hang on the host's interface 'nowhere0', which there is"
                + " not"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatCannotBeHadIsRefused(BadNetwork bad) throws Exception {
    refuses(bad);
  }

  private void refuses(BadNetwork bad) throws Exception {
    Result plan = store.onStackFile("plan", bad.stack()).with(bad.code());
    nothingHappened();
    Result apply = store.apply(bad.stack()).with(bad.code());

    String place = bad.place();
    assertThat(plan.out() + plan.err()).contains(bad.sentence()).contains(place);
    assertThat(apply.err()).contains(bad.sentence()).contains(place);
    if (bad.code() == 3) {
      apply.refusing(3);
      assertThat(plan.out()).contains("BLOCKED", "hint:");
    }
  }

  private static IpRange hostsOwn() throws Exception {
    InterfaceAddress own =
        NetworkInterface.networkInterfaces()
            .filter(link -> !link.getName().startsWith("jp"))
            .flatMap(link -> link.getInterfaceAddresses().stream())
            .filter(each -> each.getAddress() instanceof Inet4Address)
            .filter(each -> !each.getAddress().isLoopbackAddress())
            .findFirst()
            .orElseThrow();
    return IpRange.of(own.getAddress().getHostAddress() + "/" + own.getNetworkPrefixLength());
  }

  @Test
  void aRangeThatTheHostIsInIsRefused() throws Exception {
    IpRange range = hostsOwn();

    refuses(
        onHost(
            "b: {subnets: [RANGE]} # here".replace("RANGE", range.toString()),
            "x: {<<: *idle, networks: [b]}",
            "the range " + range + " overlaps " + range + ", which the host reaches by"));
  }

  @Test
  void aPortThatAProcessListensOnIsRefused() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      int port = socket.getLocalPort();

      refuses(
          onHost(
              "",
              """
              x:
                <<: *idle
                ports:
                  - "38281:80"
                  - "PORT:81" # here
              """
                  .replace("PORT", Integer.toString(port)),
              "port " + port + "/tcp of the host is in use by java"));
    }
  }

  @Test
  void aNetworkOfTheNameThatIsNotTheStacksIsRefused() throws Exception {
    store.jpod("network", "create", "shop_default").well();
    footprint = Footprint.of(store);

    refuses(
        onHost(
            "",
            "x: {<<: *idle} # here",
            "the network 'shop_default' is there already, but no stack owns it"));
  }

  /** Runs jpod where a shell program has changed what it sees of the host. */
  private Result where(String isolation, String preparation, String... arguments) throws Exception {
    List<String> argv = new ArrayList<>(List.of("unshare", isolation, "sh", "-ec"));
    argv.add(preparation + "; exec \"$@\"");
    argv.add("sh");
    argv.addAll(store.argv(arguments));
    return store.run(argv);
  }

  @Test
  void aHostThatHasNoRangeLeftIsRefused() throws Exception {
    BadNetwork bad =
        onHost(
            "",
            "x: {<<: *idle} # here",
            "no range of addresses is free for the network 'shop_default' from 10.89.0.0/24 to"
                + " 10.255.255.0/24");
    String routes =
        "ip link add all0 type bridge; ip addr add 10.0.0.1/8 dev all0; ip link set all0 up";
    store.write("stack.yaml", bad.stack());

    where("--net", routes, "plan", "-f", "stack.yaml").with(3);
    Result result = where("--net", routes, "apply", "-f", "stack.yaml").refusing(3);

    assertThat(result.err()).contains(bad.sentence()).contains(bad.place());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ip", "nft", "unshare", "aardvark-dns", "catatonit"})
  void aMissingProgramIsRefused(String program) throws Exception {
    isRefusedWithout(program);
  }

  @Test
  @NeedsRoot("a host without the program that begins every command of an ordinary user")
  void aMissingNsenterIsRefused() throws Exception {
    isRefusedWithout("nsenter");
  }

  private void isRefusedWithout(String program) throws Exception {
    BadNetwork bad =
        onHost(
            "",
            """
            x: # here
              containers: {a: {<<: *idle}, b: {<<: *idle}}
            """,
            "the program '" + program + "' is not installed");
    String hidden =
        "for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /usr/lib/podman"
            + " /usr/libexec/podman; do if [ -e $folder/NAME ]; then".replace("NAME", program)
            + " mount --bind /dev/null $folder/NAME; fi; done".replace("NAME", program);
    store.write("stack.yaml", bad.stack());

    Result plan = where("--mount", hidden, "plan", "-f", "stack.yaml").with(3);
    Result result = where("--mount", hidden, "apply", "-f", "stack.yaml").refusing(3);

    assertThat(plan.out()).contains(bad.sentence()).contains(bad.place());
    assertThat(result.err())
        .contains(bad.sentence())
        .contains("(stack.yaml:")
        .contains("apt-get install");
  }
}
