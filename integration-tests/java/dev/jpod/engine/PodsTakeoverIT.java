package dev.jpod.engine;

import static dev.jpod.engine.Generations.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.NeedsRoot;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.observed.PodStatus;
import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import dev.jpod.store.PodRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Two pods of one replica side by side, of which one serves. */
@NeedsRoot("the way from the host to the addresses of pods, and its firewall")
class PodsTakeoverIT {
  private static final PodStatus UP = new PodStatus.Up(Set.of());

  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      x-idle: &idle {image: "localhost/busybox:1", stopSignal: KILL}
      pods:
        web:
          <<: *idle
          ports: ["127.0.0.1:8480:80", "127.0.0.1::81"]
          networks: {default: {aliases: [www]}}
          command: [sh, -c, "mkdir /tmp/w; busybox head -c6 /dev/urandom | busybox base64 >/tmp/w/id; exec busybox httpd -f -p 80 -h /tmp/w"]
        other: {<<: *idle, command: [sleep, "1000"]}
      """;

  private static String fetch(int port) {
    return sh("curl -s --max-time 2 http://127.0.0.1:" + port + "/id");
  }

  private static int randomPort(Generations shop, String pod) {
    return shop.record(pod).ports().getLast().hostPort();
  }

  private static String idOf(Generations shop, String pod) {
    return sh(
        "for i in $(seq 50); do curl -sf --max-time 2 http://"
            + shop.address(pod)
            + "/id && exit; sleep 0.05; done; exit 1");
  }

  @Test
  void theNewPodIsSilentUntilItTakesOverAndTheOldOneAfterThat() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      String first = idOf(shop, old);
      String other = shop.start("other", null);
      String next = shop.start("web", old);
      String second = idOf(shop, next);
      assertThat(second).isNotEqualTo(first);

      assertThat(shop.record(next).takeover()).isEqualTo(new Takeover(old, Stage.STANDBY));
      assertThat(shop.record(next).ports()).isEqualTo(shop.record(old).ports());
      assertThat(shop.record(next).name()).isEqualTo(shop.record(old).name());
      assertThat(fetch(8480)).isEqualTo(first);
      for (String name : new String[] {"web", "www", "shop-web-0"}) {
        assertThat(resolved(shop, other, name)).isEqualTo(shop.address(old));
      }
      assertThat(resolved(shop, next, "other")).isEqualTo(shop.address(other));
      assertThat(shop.in(next, "curl -s --max-time 2 http://www/id")).isEqualTo(first);
      assertThat(shop.observed(old).status()).isEqualTo(UP);
      assertThat(shop.observed(next).status()).isEqualTo(UP);

      shop.pods.takeOver(next);
      shop.pods.takeOver(next);

      assertThat(fetch(8480)).isEqualTo(second);
      assertThat(resolved(shop, other, "web")).isEqualTo(shop.address(next));
      assertThat(resolved(shop, old, "web")).isEqualTo(shop.address(next));
      assertThat(resolved(shop, old, "other")).isEqualTo(shop.address(other));
      assertThat(shop.observed(old).status()).isEqualTo(UP);
      assertThat(shop.observed(next).status()).isEqualTo(UP);

      shop.remove(old);

      assertThat(fetch(8480)).isEqualTo(second);
      assertThat(resolved(shop, other, "www")).isEqualTo(shop.address(next));
      assertThat(shop.observed(next).status()).isEqualTo(UP);
    }
  }

  private static String resolved(Generations shop, String pod, String name) {
    String said =
        shop.in(pod, "busybox nslookup " + name + " | busybox awk '/^Address/ {print $NF}'");
    return said.substring(said.indexOf('\n') + 1).strip();
  }

  @Test
  void aPortThatTheHostChoseIsTakenOver() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      int chosen = randomPort(shop, old);
      assertThat(chosen).isGreaterThanOrEqualTo(49152);

      String next = shop.start("web", old);
      assertThat(randomPort(shop, next)).isEqualTo(chosen);
      shop.pods.takeOver(next);
      shop.remove(old);
      String third = shop.start("web", next);

      assertThat(randomPort(shop, third)).isEqualTo(chosen);
    }
  }

  @Test
  void whatCannotBeMadeSoIsTakenBack() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      String first = idOf(shop, old);
      String other = shop.start("other", null);
      String next = shop.start("web", old);
      Path rules = shop.rig.layout.networkRun().resolve("rules.nft");
      Path aside = rules.resolveSibling("rules.aside");
      Files.move(rules, aside);
      Files.createDirectory(rules);

      assertThatThrownBy(() -> shop.pods.takeOver(next)).isInstanceOf(JpodException.class);

      assertThat(shop.record(next).takeover()).isEqualTo(new Takeover(old, Stage.STANDBY));
      assertThat(fetch(8480)).isEqualTo(first);
      assertThat(resolved(shop, other, "web")).isEqualTo(shop.address(old));
      Files.delete(rules);
      Files.move(aside, rules);
      assertThat(shop.observed(old).status()).isEqualTo(UP);
      shop.pods.takeOver(next);
      assertThat(fetch(8480)).isEqualTo(idOf(shop, next)).isNotEqualTo(first);
    }
  }

  @Test
  void aTakeoverThatARunDidNotLiveToMakeSoIsMadeByTheNextThatConverges() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      String next = shop.start("web", old);
      String second = idOf(shop, next);
      new PodRecords(shop.rig.layout).save(shop.record(next).at(Stage.SERVING));
      assertThat(fetch(8480)).isNotEqualTo(second);
      assertThat(shop.observed(next).status()).isNotEqualTo(UP);

      shop.rig.engine.networks().reload();

      assertThat(fetch(8480)).isEqualTo(second);
      assertThat(shop.observed(next).status()).isEqualTo(UP);
    }
  }

  @Test
  void aTakeoverThatIsKilledAtAnyMomentHasHappenedOrNot() throws Exception {
    Set<Stage> seen = EnumSet.noneOf(Stage.class);
    for (int millis : List.of(0, 50, 100, 150, 200, 250, 300, 400, 1000)) {
      try (Generations shop = new Generations(STACK)) {
        String old = shop.start("web", null);
        String other = shop.start("other", null);
        String next = shop.start("web", old);

        DoomedTakeover.killAfter(millis, shop.rig.layout, next);

        Takeover left = shop.record(next).takeover();
        Stage stage = left == null ? Stage.STANDBY : left.stage();
        seen.add(stage);
        shop.rig.engine.networks().reload();
        String server = stage == Stage.STANDBY ? old : next;
        assertThat(fetchPatiently(8480)).as(millis + " ms").isEqualTo(idOf(shop, server));
        assertThat(resolved(shop, other, "web")).isEqualTo(shop.address(server));
        assertThat(shop.observed(next).status()).isEqualTo(UP);

        shop.pods.takeOver(next);
        assertThat(fetchPatiently(8480)).isEqualTo(idOf(shop, next));
        assertThat(resolved(shop, other, "web")).isEqualTo(shop.address(next));
      }
    }
    assertThat(seen).as("moments before and after").containsExactlyInAnyOrder(Stage.values());
  }

  @Test
  void aPortIsTakenOverForThoseOutsideWhoComeByIpv6() throws IOException {
    String stack =
        STACK
            .replace("\"127.0.0.1:8480:80\"", "\"8481:80\"")
            .replace("x-idle:", "networks: {default: {ipv6: true}}\nx-idle:");
    String outside =
        sh(
            "ip netns add jpout6 && ip link add jpout6a type veth peer name jpout6b netns jpout6 &&"
                + " ip address add fd6a:9::1/64 dev jpout6a nodad && ip link set jpout6a up &&"
                + " ip -n jpout6 address add fd6a:9::2/64 dev jpout6b nodad &&"
                + " ip -n jpout6 link set jpout6b up");
    assertThat(outside).isEmpty();
    try (Generations shop = new Generations(stack)) {
      String old = shop.start("web", null);
      String first = idOf(shop, old);
      String next = shop.start("web", old);
      String second = idOf(shop, next);
      assertThat(fetchFromOutside()).isEqualTo(first);

      shop.pods.takeOver(next);
      assertThat(fetchFromOutside()).isEqualTo(second).isNotEqualTo(first);
    } finally {
      sh("ip link del jpout6a; ip netns del jpout6");
    }
  }

  private static String fetchFromOutside() {
    return sh("ip netns exec jpout6 curl -gs --max-time 5 'http://[fd6a:9::1]:8481/id'");
  }

  /** As it stands where a run died while the server for names read its files again. */
  @Test
  void aReliefThatARunLeftIsSeenAndTakenAway() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String web = shop.start("web", null);
      String other = shop.start("other", null);
      Path network = shop.rig.layout.networkRun();
      String bridge = sh("ls " + network + "/names | grep -v pid").strip();
      String gateway = sh("head -n 1 " + network + "/names/" + bridge).strip();
      sh("mkdir " + network + "/beside");
      sh("printf '" + gateway + "\\n' > " + network + "/beside/" + bridge);
      sh("/usr/lib/podman/aardvark-dns --config " + network + "/beside -p 10053 run");
      String table = "inet jpod_" + shop.rig.workshop.room().names().tag() + "_names";
      sh("nft add table " + table + "; nft flush table " + table);
      sh("nft add chain " + table + " questions '{ type filter hook prerouting priority -310; }'");
      sh("nft add rule " + table + " questions udp dport 53 udp dport set 10053 notrack");
      assertThat(resolved(shop, other, "web")).isNotEqualTo(shop.address(web));
      assertThat(shop.observed(web).status()).isNotEqualTo(UP);

      shop.rig.engine.networks().reload();

      assertThat(resolved(shop, other, "web")).isEqualTo(shop.address(web));
      assertThat(shop.observed(web).status()).isEqualTo(UP);
      assertThat(sh("pgrep -f '" + network + "/[b]eside'")).isEqualTo("[exit code 1]");
    }
  }

  @Test
  void whoeverStaysServesWhenTheOtherGoes() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      String first = idOf(shop, old);
      String next = shop.start("web", old);
      shop.remove(next);
      assertThat(fetch(8480)).isEqualTo(first);

      String third = shop.start("web", old);
      shop.pods.takeOver(third);
      assertThat(fetch(8480)).isEqualTo(idOf(shop, third));
      shop.remove(third);
      assertThat(fetch(8480)).isEqualTo(first);

      String fourth = shop.start("web", old);
      shop.remove(old);
      assertThat(fetch(8480)).contains("exit code 7");
      shop.pods.takeOver(fourth);
      assertThat(fetch(8480)).isEqualTo(idOf(shop, fourth));
    }
  }

  @Test
  void onlyAPodThatIsUpAndWasMadeForItTakesOver() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      String first = idOf(shop, old);
      assertThatThrownBy(() -> shop.pods.takeOver(old))
          .hasMessage("pod 'shop-web-0' was not made to take the place of another one");
      String next = shop.make("web", old);
      assertThatThrownBy(() -> shop.pods.takeOver(next))
          .hasMessageContaining("nobody would serve for 'shop-web-0'");
      assertThat(shop.record(next).takeover()).isEqualTo(new Takeover(old, Stage.STANDBY));
      assertThat(fetch(8480)).isEqualTo(first);
    }
  }

  @Test
  void aPairThatIsRaisedAgainIsAsItWas() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      String next = shop.start("web", old);
      for (Stage stage : Stage.values()) {
        if (stage == Stage.SERVING) {
          shop.pods.takeOver(next);
        }
        for (String pod : List.of(old, next)) {
          shop.rig.containers.stop(shop.container(pod), Requester.OPERATOR, Duration.ZERO);
          shop.pods.lower(pod);
        }
        for (String pod : List.of(next, old)) {
          shop.pods.raise(pod);
          shop.rig.containers.start(shop.container(pod));
        }
        String server = stage == Stage.STANDBY ? old : next;
        assertThat(fetchPatiently(8480)).as(stage.name()).isEqualTo(idOf(shop, server));
        assertThat(shop.observed(old).status()).isEqualTo(UP);
        assertThat(shop.observed(next).status()).isEqualTo(UP);
      }
    }
  }

  private static String fetchPatiently(int port) {
    return sh(
        "for i in $(seq 50); do curl -sf --max-time 2 http://127.0.0.1:"
            + port
            + "/id && exit; sleep 0.05; done; exit 1");
  }

  @Test
  void eitherOfAPairCanBeTakenIntoANetworkAndOut() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      String first = idOf(shop, old);
      String other = shop.start("other", null);
      String next = shop.start("web", old);
      Networks networks = shop.rig.engine.networks();
      networks.create("extra", null, networks.inspect("shop_default").asked());
      for (String pod : List.of(old, next)) {
        networks.connect(pod, new Attachment("extra", List.of(), null, null, null));
      }
      networks.connect(other, new Attachment("extra", List.of(), null, null, null));
      assertThat(fetch(8480)).isEqualTo(first);
      assertThat(shop.observed(next).status()).isEqualTo(UP);
      shop.pods.takeOver(next);
      networks.disconnect(old, "extra");
      networks.disconnect(next, "shop_default");

      assertThat(fetch(8480)).isNotEqualTo(first).doesNotContain("exit code");
      assertThat(resolved(shop, other, "web")).isEqualTo(shop.address(next));
      assertThat(shop.observed(old).status()).isEqualTo(UP);
    }
  }

  private static final String WIDE =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      networks:
        back: {internal: true}
        front: {ipv6: true}
      x-echo: &echo
        image: localhost/busybox:1
        stopSignal: KILL
        networks: [back, front]
        volumes: ["/usr/bin/socat:/bin/socat:ro", "/lib:/lib:ro", "/lib64:/lib64:ro"]
        command:
          - sh
          - -c
          - >
            busybox head -c6 /dev/urandom | busybox base64 >/tmp/id;
            socat UDP6-LISTEN:21010,fork,reuseaddr EXEC:"cat /tmp/id" &
            exec socat TCP6-LISTEN:21009,fork,reuseaddr EXEC:"cat /tmp/id"
      pods:
        one: {<<: *echo, ports: ["21000-21050:21000-21050", "21000-21050:21000-21050/udp"]}
        two: {<<: *echo, ports: ["22009:21009", "22010:21010/udp"]}
      """;

  private static String tcp(String host, int port) {
    return sh(
        "for i in $(seq 40); do socat -T2 - TCP:"
            + host
            + ":"
            + port
            + ",connect-timeout=2 </dev/null 2>/dev/null | grep . && exit; sleep 0.05; done; exit"
            + " 1");
  }

  /** From the same port always, for which the kernel remembers where it led. */
  private static String udp(int port, int source) {
    return sh(
        "for i in $(seq 40); do echo x | socat -t0.5 -T0.5 - UDP:127.0.0.1:"
            + port
            + ",sourceport="
            + source
            + ",reuseaddr 2>/dev/null | grep . && exit; sleep 0.05; done; exit 1");
  }

  @Test
  void pairsMoveAtTheSameTimeWithRangesOfPortsAndBothFamiliesAndProtocols() throws Exception {
    try (Generations shop = new Generations(WIDE)) {
      String one = shop.start("one", null);
      String two = shop.start("two", null);
      String nextOne = shop.start("one", one);
      String nextTwo = shop.start("two", two);
      String[] words = new String[4];
      String[] pods = {one, two, nextOne, nextTwo};
      for (int i = 0; i < 4; i++) {
        words[i] = tcp(shop.address(pods[i]), 21009);
      }
      assertThat(Set.of(words)).hasSize(4);
      assertServed(words[0], words[1]);

      Thread first = new Thread(() -> shop.pods.takeOver(nextOne));
      first.start();
      shop.pods.takeOver(nextTwo);
      first.join();

      assertServed(words[2], words[3]);
    }
  }

  private static void assertServed(String one, String two) {
    assertThat(tcp("127.0.0.1", 21009)).isEqualTo(one);
    assertThat(tcp("127.0.0.1", 22009)).isEqualTo(two);
    assertThat(udp(21010, 4100)).isEqualTo(one);
    assertThat(udp(22010, 4101)).isEqualTo(two);
  }

  @Test
  void aPodIsDrainedWhenNobodyOutsideIsConnected() throws Exception {
    try (Generations shop = new Generations(WIDE.replace("EXEC:\"cat /tmp/id\"", "EXEC:cat"))) {
      String pod = shop.start("two", null);
      assertThat(drain(shop, pod, 5000, () -> false)).isZero();
      long start = System.nanoTime();
      try (Socket open = connected()) {
        assertThat(drain(shop, pod, 1500, () -> false)).isOne();
        assertThat(System.nanoTime() - start).isGreaterThan(1_400_000_000L);
        assertThat(drain(shop, pod, 60_000, () -> true)).isOne();

        Thread closer =
            Thread.ofPlatform()
                .start(
                    () -> {
                      LockSupport.parkNanos(500_000_000);
                      close(open);
                    });
        assertThat(drain(shop, pod, 20_000, () -> false)).isZero();
        closer.join();
      }
      assertThat(System.nanoTime() - start).isLessThan(15_000_000_000L);
      String within = "exec socat - TCP:127.0.0.1:21009";
      Process inside =
          new ProcessBuilder("nsenter", "--net=" + shop.namespace(pod), "sh", "-c", within).start();
      try {
        inside.getOutputStream().write('x');
        inside.getOutputStream().flush();
        assertThat(inside.getInputStream().read()).isEqualTo('x');
        assertThat(drain(shop, pod, 3000, () -> false)).isZero();
      } finally {
        inside.destroyForcibly().waitFor();
      }
      shop.rig.containers.stop(shop.container(pod), Requester.OPERATOR, Duration.ZERO);
      assertThat(drain(shop, pod, 60_000, () -> false)).isZero();
      shop.pods.lower(pod);
      assertThat(drain(shop, pod, 60_000, () -> false)).isZero();
    }
  }

  private static int drain(Generations shop, String pod, int millis, BooleanSupplier givenUp) {
    return shop.pods.drain(pod, Duration.ofMillis(millis), givenUp).left();
  }

  /** A connection that was answered on. */
  private static Socket connected() throws IOException {
    for (int attempt = 0; ; attempt++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), 22009);
      socket.getOutputStream().write('x');
      if (socket.getInputStream().read() == 'x') {
        return socket;
      }
      socket.close();
      assertThat(attempt).isLessThan(100);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
