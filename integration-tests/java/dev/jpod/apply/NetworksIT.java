package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import dev.jpod.network.InterfaceNames;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pods that reach each other and are reached, by real traffic, whatever was done to the host. */
class NetworksIT extends FreshStore {
  /** What curl ends with when nobody listens. */
  private static final int REFUSED = 7;

  private static final Duration TO_LISTEN = Duration.ofSeconds(5);
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      networks: {front: {}, back: {internal: true}}
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
        web:
          <<: *idle
          networks: {front: {aliases: [www]}}
          ports: ["38180:80", "38153:53/udp"]
          command: [httpd, -f, -h, /etc]
        peer: {<<: *idle, networks: [front]}
        far: {<<: *idle, networks: [back]}
      """;
  private static final int KILL = 9;
  private static final String PAGE = ":38180/mark";

  private Set<String> foreign;

  @BeforeEach
  void apply() throws Exception {
    foreign = HostNetwork.foreign();
    store.apply(STACK).well();
  }

  private Result fetch(String address) throws Exception {
    return store.run(List.of("curl", "-fsS", "--max-time", "5", "http://" + address));
  }

  private String wget(String container, String address) throws Exception {
    return store.sh(container, "wget -qO - http://" + address).well().out();
  }

  private boolean resolves(String container, String name) throws Exception {
    return store.sh(container, "nslookup " + name).code() == 0;
  }

  private List<String> reasons() throws Exception {
    List<String> reasons = new ArrayList<>();
    for (JsonNode change : store.plan(STACK).get("changes")) {
      reasons.add(change.get("name").asString() + " " + change.path("reasons").path(0).asString());
    }
    return reasons;
  }

  private static String hostAddress() throws Exception {
    return NetworkInterface.networkInterfaces()
        .filter(link -> !link.getName().startsWith("jp"))
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseThrow();
  }

  /** A container runs before the server in it listens. */
  private void answers() throws Exception {
    long until = System.nanoTime() + TO_LISTEN.toNanos();
    while (fetch("127.0.0.1" + PAGE).code() == REFUSED && System.nanoTime() < until) {
      Thread.sleep(10);
    }
    assertThat(fetch("127.0.0.1" + PAGE).well().out()).isEqualTo("1");
    assertThat(fetch(hostAddress() + PAGE).well().out()).isEqualTo("1");
    assertThat(wget("shop-peer-0", "web/mark")).isEqualTo("1");
  }

  @Test
  void podsAreReachedByNameAndByPortAndLeaveNothing() throws Exception {
    answers();
    for (String pod : List.of("shop-peer-0", "shop-web-0")) {
      assertThat(wget(pod, "www/mark")).as(pod).isEqualTo("1");
      assertThat(wget(pod, hostAddress() + PAGE)).as("published, from " + pod).isEqualTo("1");
    }
    for (String name : List.of("web", "www", "shop-web-0", "peer")) {
      assertThat(resolves("shop-peer-0", name)).as(name).isTrue();
      assertThat(resolves("shop-far-0", name)).as(name).isFalse();
    }
    assertThat(resolves("shop-peer-0", "far")).isFalse();
    assertThat(resolves("shop-far-0", "shop-far-0")).isTrue();
    echoesDatagrams();
    // Where the server for names is old, a table of rules that relieve it is among them.
    assertThat(HostNetwork.of(store)).hasSizeBetween(6, 7);

    store.jpod("destroy", "shop").well();

    Footprint.awaitNothing(store);
    assertThat(HostNetwork.foreign()).isEqualTo(foreign);
  }

  private void echoesDatagrams() throws Exception {
    String namespace = "--net=/proc/" + store.container("shop-web-0").pid() + "/ns/net";
    Process echo =
        store.begin(List.of("nsenter", namespace, "socat", "UDP4-LISTEN:53,fork", "EXEC:cat"));
    try {
      String ask = "echo ping | socat -t 1 - UDP4:127.0.0.1:38153";
      Result answer = store.run(List.of("sh", "-c", ask));
      for (int attempt = 0; attempt < 5 && answer.out().isEmpty(); attempt++) {
        answer = store.run(List.of("sh", "-c", ask));
      }
      assertThat(answer.out()).isEqualTo("ping\n");
    } finally {
      echo.destroy();
      echo.waitFor();
    }
  }

  @Test
  void portsAndAliasesChangeUnderRunningContainers() throws Exception {
    SortedMap<String, Seen> before = store.containers();
    String edited = STACK.replace("38180", "38181").replace("[www]", "[site]");

    store.apply(edited).well();

    assertThat(store.containers()).isEqualTo(before);
    assertThat(fetch("127.0.0.1:38181/mark").well().out()).isEqualTo("1");
    assertThat(fetch("127.0.0.1" + PAGE).code()).isNotZero();
    assertThat(wget("shop-peer-0", "site/mark")).isEqualTo("1");
    assertThat(resolves("shop-peer-0", "www")).isFalse();
    store.staysAsItIs(edited);
  }

  @Test
  void anotherSubnetReplacesTheNetworkAndItsMembersOnly() throws Exception {
    SortedMap<String, Seen> before = store.containers();
    String edited = STACK.replace("front: {}", "front: {subnets: [10.231.77.0/24]}");

    assertThat(store.onStackFile("plan", edited).well().out())
        .containsPattern("network front +REPLACE")
        .contains("network front is replaced");
    store.apply(edited).well();

    assertThat(store.container("shop-far-0")).isEqualTo(before.get("shop-far-0"));
    assertThat(store.container("shop-peer-0")).isNotEqualTo(before.get("shop-peer-0"));
    assertThat(store.sh("shop-peer-0", "nslookup web").well().out()).contains("10.231.77.");
    answers();
    store.staysAsItIs(edited);
  }

  @Test
  void aPortThatIsTakenIsRefusedBeforeAnythingIsMade() throws Exception {
    SortedMap<String, Seen> before = store.containers();
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      String busy = STACK.replace("38180", String.valueOf(port));

      assertThat(store.apply(busy).refusing(3).err())
          .contains("port " + port + "/tcp of the host is in use by java")
          .contains("process " + ProcessHandle.current().pid() + ")", "(stack.yaml:10)");
    }
    assertThat(store.apply(STACK.replace("name: shop", "name: other")).refusing(3).err())
        .contains("port 38180/tcp of the host is published by pod 'web[0]' of stack 'shop'")
        .contains("(stack.yaml:10)");

    assertThat(store.containers()).isEqualTo(before);
    assertThat(Store.entries(store.layout().networks())).hasSize(2);
    assertThat(Store.entries(store.layout().pods())).hasSize(3);
    store.staysAsItIs(STACK);
  }

  @Test
  void whatOthersTookAwayIsSeenAndMendedUnderRunningContainers() throws Exception {
    SortedMap<String, Seen> before = store.containers();
    InterfaceNames names = InterfaceNames.of(store.layout().root());

    store.run(HostNetwork.program(store, "nft", "delete", "table", "inet", names.table())).well();
    assertThat(reasons()).contains("shop-web-0 rules-gone");
    store.apply(STACK).well();
    answers();

    String link = HostNetwork.of(store).stream().filter(names::isLink).findFirst().orElseThrow();
    store.run(HostNetwork.program(store, "ip", "link", "delete", link)).well();
    assertThat(reasons()).hasSize(1);
    store.apply(STACK).well();
    answers();

    assertThat(store.containers()).isEqualTo(before);
    store.staysAsItIs(STACK);
  }

  @Test
  void afterAPowerCutTheNextApplyMakesTheNetworkAgain() throws Exception {
    PowerCut.of(store);
    assertThat(HostNetwork.of(store)).isEmpty();

    store.apply(STACK).well();

    assertThat(store.running()).containsExactly("shop-far-0", "shop-peer-0", "shop-web-0");
    answers();
    store.staysAsItIs(STACK);
  }

  /** As if a run had died after it wrote the files, before the server was told to read them. */
  @Test
  void namesThatWereWrittenAndNeverReadAreReadByTheNextApply() throws Exception {
    Path served = HostNetwork.notes(store).resolve("names");
    Map<Path, String> whole = new TreeMap<>();
    for (String name : Store.entries(served)) {
      if (!name.equals("aardvark.pid")) {
        Path file = served.resolve(name);
        whole.put(file, Files.readString(file));
        Files.writeString(
            file, whole.get(file).replace("web,", "wev,").replace("-state", "-stale"));
      }
    }
    String server = Files.readString(served.resolve("aardvark.pid"));
    store.run(List.of("kill", "-s", "HUP", server)).well();
    while (resolves("shop-peer-0", "web")) {
      Thread.sleep(10);
    }
    Files.writeString(served.resolveSibling("names.unread"), "yes");
    for (Map.Entry<Path, String> file : whole.entrySet()) {
      Files.writeString(file.getKey(), file.getValue());
    }

    store.apply(STACK).well();

    answers();
    store.staysAsItIs(STACK);
  }

  @Test
  void killsAtManyMomentsCostNothingButAnotherApply() throws Exception {
    store.jpod("destroy", "shop").well();
    store.write("stack.yaml", STACK);
    for (int millis = 80; millis <= 640; millis += 80) {
      Process process = store.begin(ProcessGroup.leading(store.argv("apply", "-f", "stack.yaml")));
      Thread.sleep(millis);
      new ProcessGroup(process).signal(KILL);
      process.waitFor();

      store.apply(STACK).well();
      answers();
      store.staysAsItIs(STACK);
      store.jpod("destroy", "shop").well();
      Footprint.awaitNothing(store);
    }
    assertThat(HostNetwork.foreign()).isEqualTo(foreign);
  }
}
