package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The commands that look at containers and steer them. */
class ContainerCommandsIT extends FreshStore {
  private static final String SHOP =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      x-idle: &idle
        image: localhost/busybox:1
        command: [sleep, "100000"]
        stopSignal: KILL
      pods:
        db: *idle
        web: {<<: *idle, replicas: 2}
        talk:
          image: localhost/busybox:1
          command:
            - sh
            - -c
            - echo first; sleep 0.3; echo second >&2; sleep 0.3; echo third; exec sleep 100000
          stopSignal: KILL
      """;

  @Test
  void containersGoByNamePlacePodAndStartOfTheirId() throws Exception {
    store.apply(SHOP).well();
    String id = store.container("shop-web-1").id();

    for (String name : List.of("shop-web-1", "web[1]", "shop/web[1]", id, id.substring(0, 12))) {
      JsonNode found = store.jpod("inspect", name).well().json();
      assertThat(found.get(0).get("id").asString()).as(name).isEqualTo(id);
    }
    assertThat(store.jpod("inspect", "web").refusing(125).err())
        .contains("'web' may be any of 2 containers", "choose one: shop-web-0, shop-web-1");
    store.jpod("stop", "db", "nobody").refusing(125);
    assertThat(store.running()).contains("shop-db-0");
  }

  @Test
  void severalContainersAreSteeredAtOnce() throws Exception {
    store.apply(SHOP).well();

    assertThat(store.jpod("stop", "db", "web[0]").well().out())
        .isEqualTo("shop-db-0\nshop-web-0\n");
    assertThat(store.running()).containsExactly("shop-talk-0", "shop-web-1");
    assertThat(names(store.jpod("ps", "-o", "json"))).containsExactly("shop-talk-0", "shop-web-1");
    assertThat(names(store.jpod("ps", "-a", "-o", "json"))).hasSize(4);

    store.jpod("start", "db", "web[0]").well();
    assertThat(store.running()).hasSize(4);

    assertThat(store.jpod("rm", "db", "web[0]").with(125).err())
        .contains("'shop-db-0'", "'shop-web-0'");
    assertThat(store.jpod("rm", "-f", "-q", "db", "web[0]").well().out()).isEmpty();
    assertThat(store.containers().keySet()).containsExactly("shop-talk-0", "shop-web-1");
  }

  @Test
  void aPausedContainerSaysSoUntilItGoesOn() throws Exception {
    store.apply(SHOP).well();

    store.jpod("pause", "db").well();
    assertThat(store.jpod("ps").well().out()).containsPattern("shop-db-0 +Up .* \\(paused\\)");
    store.jpod("unpause", "db").well();
    assertThat(store.jpod("ps").well().out()).doesNotContain("paused");
  }

  @Test
  void logsAreCutByCountTimeAndStream() throws Exception {
    store.apply(SHOP).well();
    followUntilAllIsSaid().destroy();

    assertThat(store.jpod("logs", "talk").well().out()).isEqualTo("first\nsecond\nthird\n");
    assertThat(store.jpod("logs", "-n", "1", "talk").well().out()).isEqualTo("third\n");
    assertThat(store.jpod("logs", "--stream", "stderr", "talk").well().out()).isEqualTo("second\n");
    assertThat(store.jpod("logs", "--since", "0s", "talk").well().out()).isEmpty();
    assertThat(store.jpod("logs", "-t", "talk").well().out().lines().findFirst().orElseThrow())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z first");
    assertThat(store.jpod("logs", "talk", "db").well().out()).startsWith("shop-talk-0 | first\n");
    JsonNode line = store.jpod("logs", "-n", "2", "-o", "json", "talk").well().jsonLines().get(0);
    assertThat(line.get("container").asString()).isEqualTo("shop-talk-0");
    assertThat(line.get("stream").asString()).isEqualTo("stderr");
    assertThat(line.get("text").asString()).isEqualTo("second");
  }

  @Test
  void aFollowedLogComesAsItIsWrittenAndEndsWithTheContainer() throws Exception {
    store.apply(SHOP).well();

    Process follower = followUntilAllIsSaid();
    assertThat(follower.isAlive()).isTrue();
    store.jpod("stop", "talk").well();

    assertThat(follower.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(follower.exitValue()).isZero();
  }

  @Test
  void execHandsOnWhatTheProgramSaysReadsAndEndsWith() throws Exception {
    store.apply(SHOP).well();

    assertThat(exec("-e", "A=b", "-w", "/etc", "db", "sh", "-c", "echo $A; ls mark"))
        .isEqualTo(new Result(0, "b\nmark\n", ""));
    assertThat(exec("db", "sh", "-c", "exit 42").code()).isEqualTo(42);
    assertThat(exec("db", "sh", "-c", "kill -9 $$").code()).isEqualTo(137);
    assertThat(exec("db", "/etc/mark").refusing(126).err())
        .contains("'/etc/mark' in container 'shop-db-0' is not executable");
    assertThat(exec("db", "nothing").refusing(127).err())
        .contains("'nothing' is not in the PATH of container 'shop-db-0'");
    assertThat(exec("nobody", "true").refusing(125).err()).contains("'nobody'");
    assertThat(exec("-t", "db", "true").refusing(125).err()).contains("terminal");
    assertThat(fed("some input", "-i", "db", "cat")).isEqualTo("some input");
    assertThat(fed("some input", "db", "cat")).isEmpty();
  }

  @Test
  void eventsTellWhatHappened() throws Exception {
    store.apply(SHOP).well();
    store.jpod("kill", "-s", "KILL", "web[0]").well();
    store.jpod("stop", "db").well();

    List<JsonNode> events = store.jpod("events", "-o", "json").well().jsonLines();

    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event.get("event").asString()).isEqualTo("die");
              assertThat(event.get("name").asString()).isEqualTo("shop-db-0");
              assertThat(event.get("cause").asString()).isEqualTo("stopped");
            });
    assertThat(store.jpod("events", "--since", "0s").well().out()).isEmpty();
    assertThat(store.jpod("events").well().out()).contains("die  shop-db-0");
  }

  @Test
  void volumesAndImagesInUseStay() throws Exception {
    store
        .apply(
            SHOP.replace("db: *idle", "db: {<<: *idle, volumes: [\"data:/data\"]}")
                .replace("x-idle", "volumes: {data: {}}\nx-idle"))
        .well();

    assertThat(store.jpod("volume", "ls", "-q").well().out()).isEqualTo("shop_data\n");
    store.jpod("volume", "rm", "shop_data").refusing(3);
    store.jpod("volume", "prune").refusing(3);
    assertThat(store.jpod("volume", "prune", "--force").well().out()).isEmpty();
    assertThat(store.jpod("rmi", "busybox:1").with(3).err()).startsWith("jpod: ");
    assertThat(store.jpod("images").well().out()).contains("localhost/busybox");
  }

  /** Pipes of their own bring the two streams, so only a pause between lines gives an order. */
  private Process followUntilAllIsSaid() throws Exception {
    Process follower = store.begin(store.argv("logs", "-f", "talk"));
    byte[] written = follower.getInputStream().readNBytes("first\nsecond\nthird\n".length());
    assertThat(new String(written, UTF_8)).isEqualTo("first\nsecond\nthird\n");
    return follower;
  }

  private Result exec(String... arguments) throws Exception {
    return store.run(execArgv(arguments));
  }

  /** What the program writes that is given a text to read. */
  private String fed(String text, String... arguments) throws Exception {
    Process process = new ProcessBuilder(execArgv(arguments)).start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(text.getBytes(UTF_8));
    }
    return Result.of(process).well().out();
  }

  /** The store's roots stand before the command, so that they are no arguments of the program. */
  private List<String> execArgv(String... arguments) {
    List<String> argv = new ArrayList<>(store.argv());
    argv.add("exec");
    argv.addAll(List.of(arguments));
    return argv;
  }

  private static List<String> names(Result result) {
    List<String> names = new ArrayList<>();
    result.well().json().forEach(container -> names.add(container.get("name").asString()));
    return names;
  }
}
