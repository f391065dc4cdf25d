package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The commands that look at pods and networks and steer them. */
class PodCommandsIT extends FreshStore {
  private static final String SHOP =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        db:
          image: localhost/busybox:1
          command: [sleep, "100000"]
          stopSignal: KILL
        web:
          ports: [{containerPort: 80, hostIP: 127.0.0.1}]
          initContainers:
            prepare: {image: localhost/busybox:1, command: [echo, prepared]}
          containers:
            server:
              image: localhost/busybox:1
              command: [sh, -c, "echo served > /tmp/index.html; exec httpd -f -p 80 -h /tmp"]
              dependsOn: [side]
              stopSignal: KILL
            side:
              image: localhost/busybox:1
              command: [sh, -c, "echo beside; exec sleep 100000"]
              stopSignal: KILL
      """;

  @Test
  void aPodStopsAndStartsAsAWholeAndKeepsItsAddressAndPort() throws Exception {
    store.apply(SHOP).well();
    JsonNode before = pod("web");
    String url = "http://" + store.jpod("port", "web", "80").well().out().strip() + "/";
    assertThat(fetched(url)).isEqualTo("served\n");

    assertThat(store.jpod("pod", "stop", "web").well().out()).isEqualTo("shop-web-0\n");
    assertThat(pod("web").get("status").asString()).isEqualTo("Exited");
    assertThat(pod("web").get("state").asString()).isEqualTo("down");
    assertThat(store.running()).containsExactly("shop-db-0");

    store.jpod("pod", "start", "web").well();
    JsonNode after = pod("web");
    assertThat(after.get("status").asString()).isEqualTo("Running");
    assertThat(after.get("networks")).isEqualTo(before.get("networks"));
    assertThat(after.get("ports")).isEqualTo(before.get("ports"));
    assertThat(fetched(url)).isEqualTo("served\n");
    assertThat(store.jpod("pod", "logs", "web").well().out().lines())
        .filteredOn(line -> line.equals("shop-web-0-prepare | prepared"))
        .hasSize(2);
  }

  @Test
  void whatRunsInAPodAndWhatItUsesIsShownByContainer() throws Exception {
    store.apply(SHOP).well();

    List<String> commands = new ArrayList<>();
    for (JsonNode process : store.jpod("pod", "top", "-o", "json", "web").well().json()) {
      commands.add(process.get("container").asString() + " " + process.get("command").asString());
    }
    assertThat(commands)
        .containsExactlyInAnyOrder(
            "shop-web-0-server httpd -f -p 80 -h /tmp", "shop-web-0-side sleep 100000");
    JsonNode stats = store.jpod("pod", "stats", "--no-stream", "-o", "json", "web").well().json();
    assertThat(stats).hasSize(2);
    assertThat(stats.get(0).get("memory").asLong()).isPositive();
    assertThat(stats.get(0).get("pids").asInt()).isEqualTo(1);
  }

  @Test
  void aPodGoesByHandOrWithItsLastContainer() throws Exception {
    store.apply(SHOP).well();

    store.jpod("pod", "rm", "web").refusing(125);
    store.jpod("pod", "rm", "-f", "web").well();
    assertThat(store.jpod("pod", "ls", "-o", "json").well().json()).hasSize(1);
    store.jpod("rm", "-f", "db").well();
    assertThat(store.jpod("pod", "ls", "-o", "json").well().json()).isEmpty();
    assertThat(store.containers()).isEmpty();

    store.apply(SHOP).well();
    assertThat(pod("web").get("status").asString()).isEqualTo("Running");
  }

  @Test
  void aPodIsTakenIntoANetworkAndOutOfIt() throws Exception {
    store.apply(SHOP).well();
    store.jpod("network", "create", "--internal", "--label", "a=b", "office").well();
    store.jpod("network", "connect", "--alias", "boss", "office", "shop-web-0-side").well();

    JsonNode office = store.jpod("network", "inspect", "office").well().json().get(0);
    assertThat(office.get("internal").asBoolean()).isTrue();
    assertThat(office.at("/pods/0/name").asString()).isEqualTo("shop-web-0");
    assertThat(office.at("/pods/0/names").toString()).contains("\"boss\"");
    assertThat(inside("shop-web-0-side", "cat", "/proc/net/fib_trie").well().out())
        .contains("-- " + office.at("/pods/0/addresses/0").asString() + "\n");
    store.jpod("network", "rm", "office").refusing(3);

    store.jpod("network", "disconnect", "office", "web").well();
    store.jpod("network", "rm", "office").well();
    assertThat(store.jpod("network", "ls", "-q").well().out()).isEqualTo("shop_default\n");
  }

  /** What stands behind the container belongs to the program, so jpod's own options come first. */
  private Result inside(String container, String... program) throws Exception {
    List<String> argv = store.argv();
    argv.add("exec");
    argv.add(container);
    argv.addAll(List.of(program));
    return store.run(argv);
  }

  private JsonNode pod(String name) throws Exception {
    return store.jpod("pod", "inspect", name).well().json().get(0);
  }

  private static String fetched(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
