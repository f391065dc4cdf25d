package dev.jpod.engine;

import static dev.jpod.engine.Generations.sh;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods that take each other's place again and again while clients ask for all they can. */
class TakeoverLoadIT {
  private static final int ROUNDS = 3;
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(20);
  private static final Path JAVA = Path.of(System.getProperty("java.home"));
  private static final Path CLASSES =
      Path.of(LoadServer.class.getProtectionDomain().getCodeSource().getLocation().getPath());

  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          image: localhost/busybox:1
          ports: ["8481:80", "8481:80/udp"]
          command: [%1$s/bin/java, -XX:TieredStopAtLevel=1, -Xmx64m, -XX:+UseSerialGC, -cp, /classes, %2$s, page, "80"]
          volumes: ["%1$s:%1$s:ro", "/lib:/lib:ro", "/lib64:/lib64:ro", "%3$s:/classes:ro"]
        other: {image: "localhost/busybox:1", stopSignal: KILL, command: [sleep, "1000"]}
      """
          .formatted(JAVA, LoadServer.class.getName(), CLASSES);

  private final Map<String, Process> clients = new LinkedHashMap<>();

  /** Loads from the host, or from within a pod. */
  private void load(Generations shop, String pod, String what, String... argv) throws IOException {
    List<String> command = new ArrayList<>();
    if (!pod.isEmpty()) {
      Path resolver = shop.rig.layout.pod(pod).resolve("files/resolv.conf");
      command.addAll(
          List.of(
              "nsenter",
              "--net=" + shop.namespace(pod),
              "unshare",
              "--mount",
              "sh",
              "-c",
              "mount --bind \"$1\" $(readlink -f /etc/resolv.conf) && shift && exec \"$@\"",
              "sh",
              resolver.toString()));
    }
    command.addAll(List.of(argv));
    clients.put(what, new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String[] client(String kind, String host, int port) {
    return new String[] {
      JAVA + "/bin/java",
      "-XX:TieredStopAtLevel=1",
      "-Xmx64m",
      "-XX:+UseSerialGC",
      "-cp",
      CLASSES.toString(),
      LoadClient.class.getName(),
      kind,
      host,
      Integer.toString(port),
      "4",
      "2000"
    };
  }

  private static String[] wrk(String address, String... more) {
    List<String> argv =
        new ArrayList<>(List.of("wrk", "-t1", "-c16", "-d10m", "--timeout", "3s", "--latency"));
    argv.addAll(List.of(more));
    argv.add("http://" + address + ":8481/");
    return argv.toArray(String[]::new);
  }

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

  /** What the clients say when they are asked to end. */
  private Map<String, String> reports() throws IOException {
    Map<String, String> reports = new LinkedHashMap<>();
    for (Map.Entry<String, Process> client : clients.entrySet()) {
      Process process = client.getValue();
      if (client.getKey().contains("connections")) {
        sh("kill -INT " + process.pid());
      }
      process.getOutputStream().close();
    }
    for (Map.Entry<String, Process> client : clients.entrySet()) {
      byte[] said = client.getValue().getInputStream().readAllBytes();
      reports.put(client.getKey(), new String(said, StandardCharsets.UTF_8));
    }
    return reports;
  }

  @AfterEach
  void endClients() {
    clients.values().forEach(Process::destroyForcibly);
  }

  /** How many requests failed, as one of the clients says. */
  private static long failed(String report) {
    long sum = 0;
    Matcher matcher =
        Pattern.compile(
                "(?:failed=|Non-2xx or 3xx responses: |connect |read |write |timeout )(\\d+)")
            .matcher(report);
    while (matcher.find()) {
      sum += Long.parseLong(matcher.group(1));
    }
    return sum;
  }

  private static long requests(String report) {
    Matcher matcher = Pattern.compile("requests=(\\d+)|(\\d+) requests in").matcher(report);
    assertThat(matcher.find()).as(report).isTrue();
    return Long.parseLong(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }

  @Test
  void noRequestIsLost() throws Exception {
    try (Generations shop = new Generations(STACK)) {
      String other = shop.start("other", null);
      String serving = shop.start("web", null);
      awaitReady(shop, serving);
      String host = gateway(shop, other);
      long start = System.nanoTime();
      load(shop, "", "kept connections by the loopback", wrk("127.0.0.1"));
      load(shop, "", "new connections by the host's address", wrk(host, "-H", "Connection: close"));
      load(shop, other, "kept connections of a pod", wrk(host));
      load(shop, other, "by name from a pod", client("tcp", "web", 80));
      load(shop, "", "packets by the loopback", client("udp", "127.0.0.1", 8481));
      load(shop, other, "packets of a pod", client("udp", host, 8481));
      Thread.sleep(1000);
      for (int i = 0; i < ROUNDS; i++) {
        String next = shop.start("web", serving);
        awaitReady(shop, next);
        shop.pods.takeOver(next);
        assertThat(shop.pods.drain(serving, LONGEST_DRAIN)).isEqualTo(new Drained(0));
        shop.remove(serving);
        serving = next;
      }
      Map<String, String> reports = reports();
      long seconds = 1 + (System.nanoTime() - start) / 1_000_000_000;

      long byWrk = 0;
      for (Map.Entry<String, String> report : reports.entrySet()) {
        assertThat(failed(report.getValue())).as(report.toString()).isZero();
        assertThat(requests(report.getValue())).as(report.toString()).isGreaterThan(100);
        byWrk += report.getValue().contains("requests in") ? requests(report.getValue()) : 0;
      }
      assertThat(byWrk / seconds).as(reports.toString()).isGreaterThanOrEqualTo(1000);
    }
  }

  @Test
  void whatIsLostWhenTheOldPodGoesFirstIsSeen() throws Exception {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      awaitReady(shop, old);
      load(shop, "", "kept connections by the loopback", wrk("127.0.0.1"));
      Thread.sleep(500);
      String next = shop.start("web", old);
      awaitReady(shop, next);
      shop.remove(old);
      shop.pods.takeOver(next);
      Thread.sleep(500);

      Map<String, String> reports = reports();
      assertThat(failed(reports.toString())).as(reports.toString()).isPositive();
    }
  }
}
