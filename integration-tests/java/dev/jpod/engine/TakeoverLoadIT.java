package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods that take each other's place again and again while clients ask for all they can. */
class TakeoverLoadIT {
  private static final int ROUNDS = Integer.getInteger("jpod.rounds", 3);
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
          command: [%1$s/bin/java, -XX:TieredStopAtLevel=1, -Xmx64m, -XX:+UseSerialGC, -cp, /classes, %2$s, "NAME", "80"]
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

  private static String[] wrk(String address, int seconds, String... more) {
    List<String> argv =
        new ArrayList<>(
            List.of("wrk", "-t1", "-c16", "-d" + seconds + "s", "--timeout", "3s", "--latency"));
    argv.addAll(List.of(more));
    argv.add("http://" + address + ":8481/");
    return argv.toArray(String[]::new);
  }

  private static void awaitReady(Generations shop, String pod) {
    assertThat(
            Generations.sh(
                "for i in $(seq 100); do curl -sf --max-time 2 http://"
                    + shop.address(pod)
                    + "/ && exit; sleep 0.05; done; exit 1"))
        .doesNotContain("exit code");
  }

  @Test
  void noRequestIsLost() throws Exception {
    try (Generations shop = new Generations(STACK)) {
      String other = shop.start("other", null);
      String serving = shop.start("web", null);
      awaitReady(shop, serving);
      String gateway =
          Generations.sh(
                  "nsenter --net="
                      + shop.namespace(other)
                      + " ip route | awk '/default/ {printf $3}'");
      int seconds = Integer.getInteger("jpod.seconds", 20);
      load(shop, "", "wrk keepalive by loopback", wrk("127.0.0.1", seconds));
      load(shop, "", "wrk close by the host's address", wrk(gateway, seconds, "-H", "Connection: close"));
      load(shop, other, "wrk hairpin", wrk(gateway, seconds));
      load(shop, other, "by name", client("tcp", "web", 80));
      load(shop, "", "udp by loopback", client("udp", "127.0.0.1", 8481));
      load(shop, other, "udp hairpin", client("udp", gateway, 8481));
      Thread.sleep(1500);
      for (int i = 0; i < ROUNDS; i++) {
        long t0 = System.nanoTime();
        String next = shop.start("web", serving);
        awaitReady(shop, next);
        long t1 = System.nanoTime();
        shop.pods.takeOver(next);
        long t2 = System.nanoTime();
        Drained drained = shop.pods.drain(serving, LONGEST_DRAIN);
        long t3 = System.nanoTime();
        shop.remove(serving);
        long t4 = System.nanoTime();
        System.err.printf("start %d takeOver %d drain %d (%d left) remove %d ms%n", (t1 - t0) / 1000000, (t2 - t1) / 1000000, (t3 - t2) / 1000000, drained.left(), (t4 - t3) / 1000000);
        serving = next;
      }
      for (var client : clients.entrySet()) {
        if (!client.getKey().startsWith("wrk")) client.getValue().getOutputStream().close();
        System.err.println(
            client.getKey()
                + ": "
                + new String(
                    client.getValue().getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    } finally {
      clients.values().forEach(Process::destroyForcibly);
    }
  }
}
