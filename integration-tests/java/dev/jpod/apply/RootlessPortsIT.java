package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods of an ordinary user that reach each other, the world and are reached, by real traffic. */
class RootlessPortsIT {
  /** What curl ends with when nobody listens. */
  private static final int REFUSED = 7;

  private static final Duration TO_LISTEN = Duration.ofSeconds(10);
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      networks: {front: {}, quiet: {dns: false}}
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
        web:
          <<: *idle
          networks: {front: {aliases: [www]}}
          ports: ["PORT:80"]
          command: [httpd, -f, -h, /etc]
        peer: {<<: *idle, networks: [front], extraHosts: {outside: host-gateway}}
        still: {<<: *idle, networks: [quiet]}
      """;

  private static final String MACVLAN =
      "{driver: macvlan, subnets: [10.77.0.0/24], options: {parent: lo}}";

  private OrdinaryUser user;

  @BeforeEach
  void logIn() throws Exception {
    user = OrdinaryUser.create();
    user.importImage();
  }

  @AfterEach
  void remove() throws Exception {
    user.close();
  }

  private Result on(String verb, String stack, String... options) throws Exception {
    user.write("stack.yaml", stack.getBytes(StandardCharsets.UTF_8));
    List<String> arguments = new ArrayList<>(List.of(verb, "-f", "stack.yaml"));
    arguments.addAll(List.of(options));
    return user.jpod(arguments.toArray(String[]::new));
  }

  private static Result fetch(int port) throws Exception {
    return OrdinaryUser.asRoot(
        List.of("curl", "-fsS", "--max-time", "5", "http://127.0.0.1:" + port + "/mark"));
  }

  private static void answers(int port) throws Exception {
    long until = System.nanoTime() + TO_LISTEN.toNanos();
    while (fetch(port).code() != 0 && System.nanoTime() < until) {
      Thread.sleep(10);
    }
    assertThat(fetch(port).well().out()).isEqualTo("1");
  }

  private Result in(String container, String script) throws Exception {
    return user.jpod("exec", container, "sh", "-c", script);
  }

  @Test
  void podsAreReachedByNameAndByPortAndLeaveNothing() throws Exception {
    on("apply", STACK.replace("PORT", "38280")).well();
    answers(38280);
    assertThat(in("shop-peer-0", "wget -qO - http://www/mark").well().out()).isEqualTo("1");
    assertThat(in("shop-peer-0", "wget -qO - http://outside:38280/mark").well().out())
        .isEqualTo("1");
    assertThat(in("shop-still-0", "cat /etc/resolv.conf").well().out())
        .startsWith("nameserver 10.0.2.3\n");
    Result again = on("apply", STACK.replace("PORT", "38280"), "-o", "json").well();
    assertThat(again.recap().get("outcome").asString()).isEqualTo("unchanged");

    user.jpod("destroy", "shop").well();

    assertThat(fetch(38280).code()).isEqualTo(REFUSED);
    assertThat(Files.exists(Path.of(user.run() + "/jpod/store/network"))).isFalse();
    for (long pid : user.processes()) {
      assertThat(Files.readString(Path.of("/proc/" + pid + "/comm")))
          .isIn("catatonit\n", "sleep\n");
    }
  }

  @Test
  void anotherPortIsPublishedWithoutAnotherPod() throws Exception {
    on("apply", STACK.replace("PORT", "38281")).well();
    answers(38281);
    String before = user.jpod("inspect", "shop-web-0").well().json().at("/0/id").asString();

    on("apply", STACK.replace("PORT", "38282")).well();

    answers(38282);
    assertThat(fetch(38281).code()).isEqualTo(REFUSED);
    assertThat(user.jpod("inspect", "shop-web-0").well().json().at("/0/id").asString())
        .isEqualTo(before);
  }

  @Test
  void aKilledUplinkIsDriftThatAnApplyMends() throws Exception {
    String stack = STACK.replace("PORT", "38283");
    on("apply", stack).well();
    answers(38283);
    Path pid = user.run().resolve("jpod/store/network/slirp.pid");
    OrdinaryUser.asRoot(List.of("kill", "-9", Files.readString(pid).strip())).well();

    assertThat(on("plan", stack).well().out()).contains("its way to the host is gone");
    on("apply", stack).well();

    answers(38283);
  }

  @Test
  void whatOnlyRootCanHaveIsRefusedBeforeAnythingIsDone() throws Exception {
    Result low = on("plan", STACK.replace("PORT", "80"));
    assertThat(low.code()).isNotZero();
    assertThat(low.out() + low.err())
        .contains("port 80 of the host is one of those below 1024, which the kernel gives to root")
        .contains("sysctl net.ipv4.ip_unprivileged_port_start=80");
    String both = STACK.replace("{front: {},", "{front: {ipv6: true},");
    Result ipv6 = on("plan", both.replace("PORT", "[::1]:38287"));
    assertThat(ipv6.code()).isNotZero();
    assertThat(ipv6.out() + ipv6.err())
        .contains("slirp4netns cannot publish on '::1', nor on any address of IPv6")
        .contains("have pasta do it: JPOD_ROOTLESS_NETWORK=pasta");
    Result macvlan = on("plan", STACK.replace("PORT", "38284").replace("{dns: false}", MACVLAN));
    assertThat(macvlan.code()).isNotZero();
    assertThat(macvlan.out() + macvlan.err()).contains("only root may use the host's interfaces");
    try (ServerSocket other = new ServerSocket(38285)) {
      Result taken = on("plan", STACK.replace("PORT", "38285"));
      assertThat(taken.code()).isNotZero();
      assertThat(taken.out() + taken.err()).contains("another user's program");
      assertThat(other.isBound()).isTrue();
    }
  }

  @Test
  void withoutTheDeviceThatLinksAreMadeOfThePlanSaysHowToGetIt() throws Exception {
    user.close();
    user = OrdinaryUser.create().after("mount -t tmpfs tmpfs /dev/net");
    user.importImage();

    Result plan = on("plan", STACK.replace("PORT", "38286"));

    assertThat(plan.code()).isNotZero();
    assertThat(plan.out() + plan.err())
        .contains("there is no '/dev/net/tun', so pods cannot leave their network")
        .contains("modprobe tun");
  }
}
