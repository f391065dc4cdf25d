package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
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
      String container = process.get("container").asString();
      commands.add(container + " " + process.get("command").asString());
      assertThat(process.get("pid").asLong()).isEqualTo(store.container(container).pid());
    }
    assertThat(commands)
        .containsExactlyInAnyOrder(
            "shop-web-0-server httpd -f -p 80 -h /tmp", "shop-web-0-side sleep 100000");
    JsonNode stats = store.jpod("pod", "stats", "--no-stream", "-o", "json", "web").well().json();
    assertThat(stats).hasSize(2);
    assertThat(stats.get(0).get("memory").asLong()).isPositive();
    assertThat(stats.get(0).get("pids").asInt()).isEqualTo(1);
    assertThat(store.jpod("top", "shop-web-0-side").well().out())
        .contains(" sleep 100000")
        .doesNotContain("httpd");
    assertThat(store.jpod("stats", "--no-stream", "db").well().out().lines()).hasSize(2);
  }

  @Test
  void whatAPodHoldsIsShownAsTheKernelHasIt() throws Exception {
    store.apply(SHOP).well();
    long server = store.container("shop-web-0-server").pid();
    SeenPod seen = SeenPod.of(store, "shop-web-0");

    JsonNode web = pod("web");
    for (JsonNode held : web.get("namespaces")) {
      String kind = held.get("kind").asString();
      assertThat(held.get("inode").asString())
          .isEqualTo(SeenPod.namespace(server, kind))
          .isEqualTo(kind + ":[" + inode(held.get("path").asString()) + "]");
    }
    assertThat(web.get("namespaces")).hasSize(3);
    assertThat(SeenPod.cgroups(server))
        .anyMatch(path -> path.startsWith(web.get("cgroup").asString()));
    assertThat(web.at("/infra/state").asString()).isEqualTo("running");
    assertThat(web.at("/infra/pid").asLong()).isEqualTo(seen.infra());
    assertThat(store.jpod("pod", "ls").well().out()).containsPattern(" 3 +" + seen.infra() + " ");
    assertThat(pod("db").at("/infra/state").asString()).isEqualTo("none");

    ProcessHandle.of(seen.infra()).orElseThrow().destroyForcibly();
    ProcessHandle.of(seen.infra()).ifPresent(process -> process.onExit().join());
    assertThat(pod("web").at("/infra/state").asString()).isEqualTo("gone");
    store.jpod("pod", "stop", "web").well();
    JsonNode down = pod("web");
    assertThat(down.at("/infra/state").asString()).isEqualTo("down");
    assertThat(down.at("/infra/pid").isNull()).isTrue();
    assertThat(down.at("/namespaces/0/inode").isNull()).isTrue();
    assertThat(down.get("cgroup").isNull()).isTrue();
  }

  private static Object inode(String path) throws IOException {
    return Files.getAttribute(Path.of(path), "unix:ino");
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

  @Test
  void theNextApplyGoesByTheStackFileAgain() throws Exception {
    store.apply(SHOP).well();
    store.jpod("network", "create", "office").well();
    String page = "wget -qO - http://web/";
    for (List<String> byHand :
        List.of(List.of("connect", "office", "web"), List.of("disconnect", "default", "web"))) {
      List<String> command = new ArrayList<>(List.of("network"));
      command.addAll(byHand);
      store.jpod(command.toArray(String[]::new)).well();
      JsonNode drift = store.plan(SHOP).get("drift");
      assertThat(drift).hasSize(1);
      assertThat(drift.get(0).get("path").asString()).startsWith("/networks/");

      store.apply(SHOP).well();

      assertThat(pod("web").get("networks")).hasSize(1);
      assertThat(pod("web").at("/networks/0/network").asString()).isEqualTo("shop_default");
      assertThat(store.sh("shop-db-0", page).well().out()).isEqualTo("served\n");
      store.staysAsItIs(SHOP);
    }
    store.jpod("network", "rm", "office").well();
  }

  @Test
  void aPodThatWasTakenOutOfItsLastNetworkCanBeTakenIntoOneAgain() throws Exception {
    store.apply(SHOP).well();
    store.jpod("network", "disconnect", "default", "web").well();
    assertThat(pod("web").get("networks")).isEmpty();
    store.jpod("pod", "restart", "web").well();
    store.jpod("network", "connect", "default", "web").well();

    assertThat(store.sh("shop-db-0", "wget -qO - http://web/").well().out()).isEqualTo("served\n");
    store.staysAsItIs(SHOP);
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
