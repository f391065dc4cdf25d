package dev.jpod.engine;

import static dev.jpod.engine.Generations.sh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.Load;
import dev.jpod.Load.Report;
import dev.jpod.LoadServer;
import dev.jpod.NeedsRoot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods that take each other's place again and again while clients ask for all they can. */
@NeedsRoot("the way from the host to the addresses of pods, and its firewall")
class TakeoverLoadIT {
  private static final int ROUNDS = 3;
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(20);
  private static final List<String> HOST = List.of();

  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          image: localhost/busybox:1
          ports: ["8481:80", "8481:80/udp"]
          volumes: ["%1$s:%1$s:ro", "/lib:/lib:ro", "/lib64:/lib64:ro", "%3$s:/classes:ro"]
          command:
            - %1$s/bin/java
            - -XX:TieredStopAtLevel=1
            - -Xmx64m
            - -XX:+UseSerialGC
            - -cp
            - /classes
            - %2$s
            - page
            - "80"
        other: {image: "localhost/busybox:1", stopSignal: KILL, command: [sleep, "1000"]}
      """
          .formatted(Load.JAVA, LoadServer.class.getName(), Load.CLASSES);

  private static void awaitReady(Generations shop, String pod) {
    assertThat(
            sh(
                "for i in $(seq 100); do curl -sf --max-time 2 http://"
                    + shop.address(pod)
                    + "/ && exit; sleep 0.05; done; exit 1"))
        .isEqualTo("page");
  }

  private static String gateway(Generations shop, String pod) {
    return sh("nsenter --net=" + shop.namespace(pod) + " ip route | awk '/default/ {printf $3}'");
  }

  @Test
  void noRequestIsLost() throws Exception {
    try (Generations shop = new Generations(STACK);
        Load load = new Load()) {
      String other = shop.start("other", null);
      String serving = shop.start("web", null);
      awaitReady(shop, serving);
      List<String> within =
          Load.within(
              shop.namespace(other), shop.rig.layout.pod(other).resolve("files/resolv.conf"));
      String host = gateway(shop, other);
      load.wrk("kept connections by the loopback", HOST, 16, "http://127.0.0.1:8481/");
      load.wrk(
          "new connections by the host's address",
          HOST,
          16,
          "http://" + host + ":8481/",
          "-H",
          "Connection: close");
      load.wrk("kept connections of a pod", within, 16, "http://" + host + ":8481/");
      load.client("new connections of a pod by name", within, "tcp", "web", 80);
      load.client("packets by the loopback", HOST, "udp", "127.0.0.1", 8481);
      load.client("packets of a pod", within, "udp", host, 8481);
      Thread.sleep(1000);

      for (int i = 0; i < ROUNDS; i++) {
        String next = shop.start("web", serving);
        awaitReady(shop, next);
        shop.pods.takeOver(next);
        assertThat(shop.pods.drain(serving, LONGEST_DRAIN)).isEqualTo(new Drained(0));
        shop.remove(serving);
        serving = next;
      }

      Map<String, Report> reports = load.end();
      assertThat(reports).allSatisfy((_, report) -> assertThat(report.failed()).isZero());
      assertThat(reports).allSatisfy((_, report) -> assertThat(report.requests()).isPositive());
      long all = reports.values().stream().mapToLong(Report::requests).sum();
      assertThat(all / load.seconds()).as(reports.toString()).isGreaterThanOrEqualTo(1000);
    }
  }

  @Test
  void whatIsLostWhenTheOldPodGoesFirstIsSeen() throws Exception {
    try (Generations shop = new Generations(STACK);
        Load load = new Load()) {
      String old = shop.start("web", null);
      awaitReady(shop, old);
      load.wrk("kept connections by the loopback", HOST, 16, "http://127.0.0.1:8481/");
      Thread.sleep(500);
      String next = shop.start("web", old);
      awaitReady(shop, next);
      shop.remove(old);
      shop.pods.takeOver(next);
      Thread.sleep(500);

      assertThat(load.end().values()).allSatisfy(said -> assertThat(said.failed()).isPositive());
    }
  }
}
