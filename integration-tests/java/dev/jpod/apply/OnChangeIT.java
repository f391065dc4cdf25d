package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A changed config or secret does to those who see it what the stack file says. */
class OnChangeIT extends FreshStore {
  /** Writes what it reads at its start and at each signal. */
  private static final String WATCHER =
      "trap 'echo HUP $(cat /run/f)' HUP; trap 'echo USR1 $(cat /run/f)' USR1;"
          + " echo start $(cat /run/f); while :; do sleep 0.05; done";

  private static final Duration SOON = Duration.ofSeconds(10);

  private Seen before;

  @BeforeEach
  void contents() throws Exception {
    store.write("config", "one");
    store.write("secret", "one");
  }

  private static String stack(String grant) {
    return stack(grant, "");
  }

  private static String stack(String grant, String more) {
    return """
    apiVersion: jpod.dev/v1
    kind: Stack
    name: shop
    configs: {config: {file: ./config}}
    secrets: {secret: {file: ./secret}}
    pods:
      web:
        image: localhost/busybox:1
        command: [sh, -c, "%s"]
        stopSignal: KILL
        %s
        %s
    """
        .formatted(WATCHER.replace("$", "$$"), grant, more);
  }

  private static String grant(String kind, String onChange) {
    return kind + "s: [{source: " + kind + ", target: /run/f, onChange: '" + onChange + "'}]";
  }

  private void applied(String stack) throws Exception {
    store.apply(stack).well();
    before = store.container("shop-web-0");
    awaitLine("start one");
  }

  /** What was applied must have done this, and all must be well afterwards. */
  private JsonNode change(String stack) throws Exception {
    JsonNode change = store.plan(stack).get("changes").get(0);
    store.apply(stack).well();
    store.staysAsItIs(stack);
    return change;
  }

  private List<String> lines() throws Exception {
    return store.jpod("logs", "shop-web-0").well().out().lines().toList();
  }

  private void awaitLine(String line) throws Exception {
    long until = System.nanoTime() + SOON.toNanos();
    while (!lines().contains(line) && System.nanoTime() < until) {
      Thread.sleep(50);
    }
    assertThat(lines()).contains(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "secret"})
  void aSignalComesOnceAndFindsTheNewContent(String kind) throws Exception {
    String stack = stack(grant(kind, "signal:HUP"));
    applied(stack);
    store.write(kind, "two, which is longer");

    JsonNode change = change(stack);

    assertThat(change.get("action").asString()).isEqualTo("signal");
    awaitLine("HUP two, which is longer");
    store.write(kind, "3");
    store.apply(stack).well();
    awaitLine("HUP 3");
    assertThat(lines()).containsExactly("start one", "HUP two, which is longer", "HUP 3");
    assertThat(store.container("shop-web-0")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "secret"})
  void withoutReactionOnlyTheFileIsRewritten(String kind) throws Exception {
    String stack = stack(grant(kind, "none"));
    applied(stack);
    store.write(kind, "two");

    JsonNode change = change(stack);

    assertThat(change.get("action").asString()).isEqualTo("record");
    assertThat(store.sh("shop-web-0", "cat /run/f").well().out()).isEqualTo("two");
    assertThat(lines()).containsExactly("start one");
    assertThat(store.container("shop-web-0")).isEqualTo(before);
  }

  @Test
  void aRestartKeepsTheContainerAndAReplacementDoesNot() throws Exception {
    String restarting = stack(grant("secret", "restart"));
    applied(restarting);
    store.write("secret", "two");

    assertThat(change(restarting).get("action").asString()).isEqualTo("restart");
    assertThat(store.container("shop-web-0").id()).isEqualTo(before.id());
    assertThat(store.container("shop-web-0").pid()).isNotEqualTo(before.pid());
    awaitLine("start two");

    String replacing = stack(grant("secret", "replace"));
    assertThat(change(replacing).get("action").asString()).isEqualTo("record");
    store.write("secret", "three");
    assertThat(change(replacing).get("action").asString()).isEqualTo("replace");
    assertThat(store.container("shop-web-0").id()).isNotEqualTo(before.id());
    awaitLine("start three");
  }

  @Test
  void theDearestOfSeveralDecides() throws Exception {
    String stack =
        stack(
            grant("config", "signal:HUP"),
            "secrets: [{source: secret, target: /run/s, onChange: restart}]");
    applied(stack);
    store.write("config", "two");
    store.write("secret", "two");

    assertThat(change(stack).get("action").asString()).isEqualTo("restart");
    awaitLine("start two");
    assertThat(lines()).containsExactly("start one", "start two");
  }

  @Test
  void whatTheConfigItselfSaysHoldsForGrantsThatSayNothing() throws Exception {
    String stack =
        stack("configs: [\"config:/run/f\"]")
            .replace("{file: ./config}", "{file: ./config, onChange: \"signal:USR1\"}");
    applied(stack);
    store.write("config", "two");

    assertThat(change(stack).get("signals").get(0).asString()).isEqualTo("SIGUSR1");
    awaitLine("USR1 two");
  }

  @Test
  void aChangedSecretOfTheEnvironmentReplaces() throws Exception {
    String stack = stack("env: {S: {secret: secret}}", grant("config", "none"));
    applied(stack);
    store.write("secret", "two");

    assertThat(change(stack).get("action").asString()).isEqualTo("replace");
    assertThat(store.sh("shop-web-0", "echo $S").well().out()).isEqualTo("two\n");
  }

  @Test
  void aPausedOneIsToldOnceItGoesOn() throws Exception {
    String stack = stack(grant("config", "signal:HUP"));
    applied(stack);
    store.jpod("pause", "shop-web-0").well();
    store.write("config", "two");

    assertThat(change(stack).get("action").asString()).isEqualTo("unpause");
    awaitLine("HUP two");
    assertThat(store.container("shop-web-0")).isEqualTo(before);
  }

  @Test
  void oneWithoutProcessReadsTheNewFileWhenItStarts() throws Exception {
    String stack = stack(grant("secret", "signal:HUP"));
    applied(stack);
    store.jpod("stop", "shop-web-0").well();
    store.write("secret", "two");

    assertThat(change(stack).get("action").asString()).isEqualTo("start");
    awaitLine("start two");
    assertThat(lines()).doesNotContain("HUP two");
  }

  @Test
  void oneThatEndsAgainAndAgainIsStartedWithTheNewFile() throws Exception {
    String stack =
        stack(grant("config", "signal:HUP"))
            .replace("start $$(cat /run/f);", "start;")
            .replace("while :; do sleep 0.05; done", "sleep 0.3; exit 3");
    store.apply(stack).well();
    awaitLine("start");
    store.write("config", "two");

    store.apply(stack).well();
    JsonNode state = store.plan(stack);

    assertThat(state.toString()).doesNotContain("configContent");
    String id = store.container("shop-web-0").id();
    assertThat(file(id)).hasContent("two");
  }

  private Path file(String id) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var all = Files.walk(store.layout().container(id).resolve("files"))) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    assertThat(files).hasSize(1);
    return files.getFirst();
  }
}
