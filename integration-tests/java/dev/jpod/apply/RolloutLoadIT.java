package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.Load;
import dev.jpod.Load.Report;
import dev.jpod.LoadServer;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whole runs of apply that replace replicas one after the other while clients ask them. */
class RolloutLoadIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          image: localhost/busybox:1
          replicas: 3
          ports: [":80"]
          update: {strategy: startFirst}
          healthCheck: {tcp: 80, interval: 1s, startInterval: 100ms, startPeriod: 1m}
          stopSignal: KILL
          command: [sh, -c, "cp /etc/mark /tmp/index.html; exec httpd -f -p 80 -h /tmp"]
        other: {image: "localhost/busybox:1", stopSignal: KILL, command: [sleep, "1000"]}
      """;

  private Map<String, PodRecord> pods() {
    Map<String, PodRecord> pods = new TreeMap<>();
    new PodRecords(store.layout()).all().forEach(pod -> pods.put(pod.name(), pod));
    return pods;
  }

  @Test
  void noRequestIsLostWhileReplicasAreReplacedByAnotherImage() throws Exception {
    BusyboxImage.importInto(store.layout().root(), "localhost/busybox:2", "2");
    store.apply(STACK).well();
    Map<String, PodRecord> before = pods();
    try (Load load = new Load()) {
      PodRecord other = before.get("shop-other-0");
      List<String> within =
          Load.within(
              store.layout().podRun(other.id()).resolve("ns/net"),
              store.layout().pod(other.id()).resolve("files/resolv.conf"));
      load.client("by name from a pod", within, "tcp", "web", 80);
      for (int i = 0; i < 3; i++) {
        int port = before.get("shop-web-" + i).ports().getFirst().hostPort();
        load.wrk("replica " + i, List.of(), 2, "http://127.0.0.1:" + port + "/");
      }
      Thread.sleep(1000);
      for (String image : List.of("busybox:2", "busybox:1")) {
        store.apply(STACK.replaceFirst("busybox:1", image)).well();
        Thread.sleep(500);
      }

      Map<String, Report> reports = load.end();
      assertThat(reports).allSatisfy((_, report) -> assertThat(report.failed()).isZero());
      assertThat(reports).allSatisfy((_, report) -> assertThat(report.requests()).isPositive());
    }
    Map<String, PodRecord> after = pods();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    for (int i = 0; i < 3; i++) {
      String name = "shop-web-" + i;
      assertThat(after.get(name).generation()).isEqualTo(before.get(name).generation() + 2);
      assertThat(after.get(name).ports()).isEqualTo(before.get(name).ports());
    }
  }

  private static final String SLOW =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          image: localhost/busybox:1
          ports: ["127.0.0.1:8482:80"]
          healthCheck: {tcp: 80, interval: 1s, startInterval: 100ms, startPeriod: 1m}
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
      """
          .formatted(Load.JAVA, LoadServer.class.getName(), Load.CLASSES);

  /** By the strategy that is chosen for a pod with a health check that says nothing else. */
  @Test
  void noRequestOfAKeptConnectionIsLostThoughTheServerTakesItsTimeToStart() throws Exception {
    BusyboxImage.importInto(store.layout().root(), "localhost/busybox:2", "2");
    store.apply(SLOW).well();
    try (Load load = new Load()) {
      load.wrk("kept connections", List.of(), 8, "http://127.0.0.1:8482/");
      Thread.sleep(1000);
      for (String image : List.of("busybox:2", "busybox:1")) {
        store.apply(SLOW.replaceFirst("busybox:1", image)).well();
        assertThat(pods().get("shop-web-0").takeover()).isNotNull();
      }
      Report report = load.end().get("kept connections");
      assertThat(report.failed()).as(report.text()).isZero();
      assertThat(report.requests() / load.seconds()).as(report.text()).isGreaterThan(1000);
    }
  }
}
