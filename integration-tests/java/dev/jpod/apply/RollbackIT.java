package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What goes wrong on real containers ends in the revision before, and says so. */
class RollbackIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      configs: {page: {file: ./page.txt}}
      secrets: {pw: {file: ./pw.txt}}
      pods:
        db:
          image: localhost/busybox:1
          networks: none
          command: [sleep, "1000"]
          stopSignal: KILL
          volumes: ["data:/data"]
        web:
          image: localhost/busybox:1
          networks: none
          dependsOn: [db]
          command: [sh, -c, "cat /page > /seen; exec sleep 1000"]
          stopSignal: KILL
          env: {PW: {secret: pw}}
          configs: ["page:/page"]
          secrets: ["pw:/pw"]
          resources: {memory: 64MiB}
      """;

  /** Something that is changed well, and behind it something that does not start. */
  private static final String FAILING =
      STACK.replace("memory: 64MiB", "memory: 96MiB")
          + """
            last:
              image: localhost/busybox:1
              networks: none
              dependsOn: [web]
              command: [there-is-no-such-program]
          """;

  @BeforeEach
  void writeFiles() throws Exception {
    store.write("page.txt", "one");
    store.write("pw.txt", "sentinel-1");
  }

  private List<JsonNode> history() throws Exception {
    List<JsonNode> revisions = new ArrayList<>();
    store.jpod("history", "shop", "-o", "json").well().json().forEach(revisions::add);
    return revisions;
  }

  private long memory() throws Exception {
    return store.jpod("inspect", "shop-web-0").well().json().get(0).toString().contains("100663296")
        ? 96
        : 64;
  }

  @Test
  void aNewPodThatDoesNotStartTakesTheOtherChangesBackWithIt() throws Exception {
    store.apply(STACK).well();
    SortedMap<String, Seen> before = store.containers();

    Result result = store.apply(FAILING).with(4);

    assertThat(result.err())
        .containsSubsequence(
            "jpod: start last[0]:",
            "there-is-no-such-program",
            "hint: ",
            "rolling back to r1\n",
            "shop  back to r1\n",
            "last[0]",
            "rolled back: r1 runs again (");
    assertThat(result.out()).contains(", rolled back to r1  ");
    assertThat(store.containers()).isEqualTo(before);
    assertThat(memory()).isEqualTo(64);
    assertThat(history())
        .extracting(each -> each.get("outcome").asString())
        .containsExactly("rolled back", "done");
    assertThat(history().getFirst().get("rolledBackTo").asLong()).isEqualTo(1);
    assertThat(store.serial("shop")).isEqualTo(1);
    store.staysAsItIs(STACK);
  }

  @Test
  void aChangedConfigAndSecretComeBackAlthoughTheirSourcesHaveChanged() throws Exception {
    store.apply(STACK).well();
    store.write("page.txt", "two");
    store.write("pw.txt", "sentinel-2");

    Result result = store.apply(FAILING, "-o", "json").with(4);

    assertThat(store.sh("web", "cat /page /seen /pw; echo $PW").well().out())
        .isEqualTo("oneonesentinel-1sentinel-1\n");
    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0");
    assertThat(result.jsonLines())
        .extracting(line -> line.get("event").asString())
        .containsSubsequence("planned", "failed", "rolling-back", "planned", "recap");
    assertThat(result.recap().get("outcome").asString()).isEqualTo("rolled back");
    assertThat(result.recap().get("rolledBackTo").asLong()).isEqualTo(1);
    assertThat(result.out() + result.err()).doesNotContain("sentinel");
    assertThat(Files.readString(store.layout().stack("shop").resolve("revisions/2.json")))
        .doesNotContain("sentinel");
  }

  @Test
  void whatWasStoppedFirstComesBackWithTheSecretOfThen() throws Exception {
    String stopFirst = "update: {strategy: stopFirst, deadline: 20s}\n    env: {";
    String good = STACK.replace("env: {", stopFirst);
    String unhealthy =
        "healthCheck: {command: [\"false\"], interval: 1s, retries: 1, startPeriod: 0s}\n    ";
    store.apply(good).well();
    store.write("pw.txt", "sentinel-2");

    store.apply(good.replace("env: {", unhealthy + "env: {")).with(4);

    assertThat(store.sh("web", "cat /pw; echo $PW").well().out())
        .isEqualTo("sentinel-1sentinel-1\n");
    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0");
  }

  @Test
  void dataInVolumesAndWhatRanToItsEndAreNamed() throws Exception {
    store.apply(STACK).well();
    String failing =
        FAILING.replace(
            "pods:\n",
            """
            pods:
              once:
                image: localhost/busybox:1
                networks: none
                restart: "no"
                command: [sh, -c, "echo written > /data/by-once"]
                volumes: ["data:/data"]
            """);

    Result result = store.apply(failing).with(4);

    assertThat(result.err())
        .contains(
            "not rolled back: 'once[0]' ran, and what it did is not taken back\n",
            "not rolled back: the data in volume 'data' stays as it is now\n");
    assertThat(store.sh("db", "cat /data/by-once").well().out()).isEqualTo("written\n");
    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0");
  }

  @ParameterizedTest
  @CsvSource({"startFirst", "stopFirst"})
  void whatDoesNotBecomeHealthyGivesWayToWhatWas(String strategy) throws Exception {
    String healthy =
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          web:
            image: localhost/busybox:1
            update: {strategy: %s}
            command: [sleep, "1000"]
            stopSignal: KILL
            healthCheck: {command: [sh, -c, "true"], interval: 200ms, retries: 1}
        """
            .formatted(strategy);
    store.apply(healthy).well();

    Result result =
        store.apply(
            healthy.replace("\"1000\"", "\"999\"").replace("\"true\"", "\"echo bad; false\""));

    assertThat(result.with(4).err())
        .containsSubsequence("jpod: ", "web[0]", "unhealthy", "rolling back to r1", "rolled back");
    assertThat(store.running()).containsExactly("shop-web-0");
    assertThat(store.jpod("top", "web").well().out()).contains("sleep 1000");
    store.staysAsItIs(healthy);
  }

  @ParameterizedTest
  @CsvSource({"stop, 1, shop-db-0 shop-web-0", "continue, 1, shop-db-0 shop-other-0 shop-web-0"})
  void whoAsksForItKeepsWhatWasBegun(String onFailure, int code, String running) throws Exception {
    store.apply(STACK).well();
    String failing =
        FAILING
            + """
              other:
                image: localhost/busybox:1
                networks: none
                command: [sleep, "1000"]
                stopSignal: KILL
            """;

    Result result = store.apply(failing, "--on-failure", onFailure, "--parallel", "1").with(code);

    assertThat(result.err()).doesNotContain("rolling back");
    assertThat(store.running()).contains(running.split(" "));
    assertThat(memory()).isEqualTo(96);
    assertThat(history().getFirst().get("outcome").asString()).isEqualTo("failed");
    store.apply(STACK).well();
  }

  @Test
  void aRunThatWaitsTooLongInAllGoesBack() throws Exception {
    store.apply(STACK).well();
    SortedMap<String, Seen> before = store.containers();
    String slow =
        STACK.replace(
            "resources: {memory: 64MiB}", "healthCheck: {command: [\"false\"], startPeriod: 10m}");

    Result result = store.onStackFile("apply", slow, "--timeout", "2s").with(4);

    assertThat(result.err())
        .containsSubsequence(
            "jpod: wait for the health of web[0]: the whole run may wait for 2.0 s",
            "--timeout",
            "rolled back: r1 runs again (");
    assertThat(store.containers()).isEqualTo(before);
  }

  @Test
  void aFirstApplyThatFailsStops() throws Exception {
    store.apply(FAILING).with(1);

    assertThat(history()).hasSize(1);
    assertThat(store.jpod("rollback", "shop").refusing(3).err()).contains("no good revision");
    store.apply(STACK).well();
    assertThat(store.serial("shop")).isEqualTo(2);
  }

  @Test
  void aRollbackThatFailsTellsBothErrorsAndTheNextOneGoesOn() throws Exception {
    store.apply(STACK).well();
    store.write("pw.txt", "sentinel-2");
    // Nobody has the old value any more: the container that had it is gone before the run.
    store.jpod("rm", "--force", "shop-web-0").well();

    Result result = store.apply(FAILING).with(5);

    assertThat(result.err())
        .containsSubsequence("jpod: start last[0]:", "rolling back to r1", "'pw'", "hint: ");
    assertThat(result.err()).contains("'jpod rollback shop --to 1' goes on from there");
    assertThat(history().getFirst().get("outcome").asString()).isEqualTo("rollback failed");
    assertThat(store.jpod("rollback", "shop", "--to", "1").refusing(3).err())
        .contains("the secret 'pw' has another value now than in r1", "--current-secrets");
    store.write("pw.txt", "sentinel-1");
    store.jpod("rollback", "shop", "--to", "1").well();
    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0");
    assertThat(memory()).isEqualTo(64);
  }

  @Test
  void aRollbackBringsTextsVariablesAndContentsBack() throws Exception {
    store.apply(STACK.replace("64MiB", "\"${MEMORY}\""), "--set", "MEMORY=64MiB").well();
    store.write("page.txt", "two");
    store.apply(STACK.replace("64MiB", "\"${MEMORY}\""), "--set", "MEMORY=96MiB").well();
    Files.delete(store.folder().resolve("page.txt"));
    Files.delete(store.folder().resolve("stack.yaml"));

    assertThat(store.jpod("rollback", "shop", "--dry-run").well().out()).contains("64MiB");
    assertThat(memory()).isEqualTo(96);
    store.jpod("rollback", "shop").well();

    assertThat(memory()).isEqualTo(64);
    assertThat(store.sh("web", "cat /page /seen").well().out()).isEqualTo("oneone");
    assertThat(history().getFirst().get("origin").asString()).isEqualTo("rollback to r1");
    store.jpod("rollback", "shop", "--to", "r2").well();
    assertThat(store.sh("web", "cat /page").well().out()).isEqualTo("two");
    assertThat(store.jpod("rollback", "shop", "--to", "9").refusing(1).err()).contains("r9");
  }

  /**
   * Whatever is left by a kill in the middle of it, the next apply or rollback goes on from there.
   */
  @ParameterizedTest
  @ValueSource(ints = {150, 400, 650, 900, 1200})
  void afterAKillTheNextRunGoesOn(int millis) throws Exception {
    store.apply(STACK).well();
    store.write("page.txt", "two");
    store.write("stack.yaml", FAILING);
    Process run = store.begin(store.argv("apply", "-f", "stack.yaml"));
    run.waitFor(millis, TimeUnit.MILLISECONDS);
    run.destroyForcibly().waitFor();
    store.remember();

    store.write("page.txt", "one");
    store.apply(STACK).well();

    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0");
    assertThat(store.containers()).hasSize(2);
    assertThat(memory()).isEqualTo(64);
    store.staysAsItIs(STACK);
  }

  @Test
  void aFullDiskForTheHistoryDoesNotHideTheError() throws Exception {
    store.apply(STACK).well();
    store.write("stack.yaml", FAILING);
    Path revisions = store.layout().stack("shop").resolve("revisions");
    List<String> argv =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-ec",
                "mount -t tmpfs -o size=4k,nr_inodes=1 tmpfs " + revisions + "; exec \"$@\"",
                "sh"));
    argv.addAll(store.argv("apply", "-f", "stack.yaml"));

    Result result = store.run(argv);

    assertThat(result.code()).isIn(4, 5);
    assertThat(result.err())
        .containsSubsequence("jpod: start last[0]:", "rolling back to r1")
        .containsIgnoringCase("no space left");
    store.apply(STACK).well();
    assertThat(memory()).isEqualTo(64);
  }

  @Test
  void whatIsLockedIsNotRolledBack() throws Exception {
    store.apply(STACK).well();
    store.apply(STACK.replace("64MiB", "96MiB")).well();
    store.write("stack.yaml", FAILING.replace("64MiB", "80MiB"));
    Process one = store.begin(store.argv("rollback", "shop", "--lock-timeout", "1m"));
    Process other = store.begin(store.argv("rollback", "shop", "--lock-timeout", "1m"));

    assertThat(List.of(Result.of(one).code(), Result.of(other).code())).containsOnly(0);

    store.remember();
    assertThat(store.containers()).hasSize(2);
    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0");
  }
}
