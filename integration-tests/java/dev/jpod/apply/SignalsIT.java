package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and SIGTERM in the middle of a run: what was begun is finished, and no more is begun. */
class SignalsIT extends FreshStore {
  private static final int INT = 2;
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
        db: {<<: *idle, volumes: ["data:/data"]}
        wait:
          <<: *idle
          restart: "no"
          dependsOn: [db]
          volumes: ["data:/data"]
          command: [sh, -c, "while test ! -e /data/go; do sleep 0.05; done"]
        web: {<<: *idle, dependsOn: {wait: completed}, replicas: 2}
      """;

  /** Its container minds no SIGTERM, and has ten minutes to come to its end. */
  private static final String STUBBORN =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      pods:
        web:
          image: "localhost/busybox:1"
          command: [sh, -c, "trap '' TERM; while test ! -e /data/go; do sleep 0.05; done"]
          stopTimeout: 10m
          volumes: ["data:/data"]
      """;

  private static final String EDITED =
      STACK.replace("while test ! -e /data/go; do sleep 0.05; done", "exit 0");

  private Process applyUntilItStops(String... options) throws Exception {
    store.apply(STUBBORN).well();
    store.write("stack.yaml", EDITED);
    List<String> argv = store.argv("apply", "-f", "stack.yaml", "--parallel", "1");
    argv.addAll(List.of(options));
    Process process = store.begin(ProcessGroup.leading(argv));
    Path mark = store.layout().container(store.container("shop-web-0").id()).resolve("stopped");
    while (!Files.exists(mark)) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(10);
    }
    return process;
  }

  private static String errorLineWith(String words, Process process) throws Exception {
    StringBuilder line = new StringBuilder();
    while (line.indexOf(words) < 0 || line.charAt(line.length() - 1) != '\n') {
      if (!line.isEmpty() && line.charAt(line.length() - 1) == '\n') {
        line.setLength(0);
      }
      int next = process.getErrorStream().read();
      assertThat(next).as(line.toString()).isNotNegative();
      line.append((char) next);
    }
    return line.toString();
  }

  private void goesOnFromThere() throws Exception {
    Files.createFile(store.layout().volume("shop_data").resolve("data/go"));
    store.apply(EDITED).well();
    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0", "shop-web-1");
    store.staysAsItIs(EDITED);
  }

  private Process applyUntilItWaits() throws Exception {
    store.write("stack.yaml", STACK);
    Process process =
        store.begin(ProcessGroup.leading(store.argv("apply", "-f", "stack.yaml", "-o", "json")));
    while (!store.running().contains("shop-wait-0")) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(10);
    }
    return process;
  }

  @ParameterizedTest
  @CsvSource({"2, 130", "15, 143"})
  void aSignalEndsTheRunInOrder(int signal, int code) throws Exception {
    Process process = applyUntilItWaits();

    new ProcessGroup(process).signal(signal);
    Result result = Result.of(process).with(code);

    assertThat(result.err()).doesNotContain("Exception", "\tat ");
    assertThat(store.running()).containsExactly("shop-db-0", "shop-wait-0");
    Seen db = store.container("shop-db-0");
    assertThat(store.layout().stack("shop").resolve("current.json")).doesNotExist();
    Files.createFile(store.layout().volume("shop_data").resolve("data/go"));
    store.apply(STACK).well();
    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0", "shop-web-1");
    assertThat(store.container("shop-db-0")).as("not touched again").isEqualTo(db);
    store.staysAsItIs(STACK);
  }

  @ParameterizedTest
  @CsvSource({"2, 130, --output=json", "15, 143, --quiet", "2, 130, --color=never"})
  void theFirstSignalIsAnsweredAtOnceAndTheSecondLeaves(int signal, int code, String option)
      throws Exception {
    Process process = applyUntilItStops(option);

    new ProcessGroup(process).signal(signal);
    String answer = errorLineWith("interrupted", process);
    boolean waits = !process.waitFor(1, TimeUnit.SECONDS);
    new ProcessGroup(process).signal(signal);

    assertThat(answer)
        .isEqualTo("interrupted: finishing 1 running step; press Ctrl-C again to leave it\n");
    assertThat(waits).isTrue();
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(Result.of(process).with(code).err())
        .endsWith(
            "interrupted: running steps are left as they are; the same command goes on from"
                + " there\n");
    goesOnFromThere();
  }

  /** timeout(1) and the like send the signal to their child and to its group. */
  @Test
  void oneSignalThatComesTwiceIsOne() throws Exception {
    Process process = applyUntilItStops("--output=json");

    new ProcessGroup(process).signal(INT);
    Thread.sleep(20);
    new ProcessGroup(process).signal(INT);

    assertThat(process.waitFor(2, TimeUnit.SECONDS)).isFalse();
    Files.createFile(store.layout().volume("shop_data").resolve("data/go"));
    Result result = Result.of(process).with(130);
    assertThat(result.out()).contains("{\"event\":\"interrupted\",\"running\":[\"container/web");
    assertThat(result.recap().get("outcome").asString()).isEqualTo("interrupted");
    assertThat(result.recap().get("skipped").asInt()).isPositive();
    store.apply(EDITED).well();
    store.staysAsItIs(EDITED);
  }

  /** The terminal sends SIGINT to the whole group, whatever jpod is having done at that time. */
  @ParameterizedTest
  @ValueSource(ints = {400, 500, 600, 700, 800, 1000, 1300})
  void ctrlCAtAnyMomentLeavesNothingHalfMade(int millis) throws Exception {
    String stack = STACK.replace("while test ! -e /data/go; do sleep 0.05; done", "exit 0");
    store.write("stack.yaml", stack);
    Process process =
        store.begin(ProcessGroup.leading(store.argv("apply", "-f", "stack.yaml", "-o", "json")));
    process.waitFor(millis, TimeUnit.MILLISECONDS);

    new ProcessGroup(process).signal(INT);
    Result result = Result.of(process);

    assertThat(result.code()).as(result.err()).isIn(0, 130);
    assertThat(result.out()).doesNotContain("\"event\":\"failed\"");
    for (Seen container : store.containers().values()) {
      assertThat(
              Store.json(store.layout().container(container.id()).resolve("record.json"))
                  .get("phase")
                  .asString())
          .isEqualTo("READY");
    }
    store.apply(stack).well();
    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0", "shop-web-1");
    store.staysAsItIs(stack);
  }

  @Test
  void ctrlCEndsTheWaitForAnotherRunAtOnce() throws Exception {
    Process first = applyUntilItWaits();
    Process second =
        store.begin(
            ProcessGroup.leading(
                store.argv("apply", "-f", "stack.yaml", "--lock-timeout", "10m", "-o", "json")));
    second.waitFor(2, TimeUnit.SECONDS);
    assertThat(second.isAlive()).isTrue();

    new ProcessGroup(second).signal(INT);

    assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Result.of(second).with(130);
    Files.createFile(store.layout().volume("shop_data").resolve("data/go"));
    Result.of(first).well();
  }

  @Test
  void ctrlCDoesNotReachTheContainers() throws Exception {
    Process process = applyUntilItWaits();
    Seen waiting = store.container("shop-wait-0");

    new ProcessGroup(process).signal(INT);
    Result.of(process).with(130);

    assertThat(waiting.runs()).isTrue();
    assertThat(store.container("shop-wait-0")).isEqualTo(waiting);
  }
}
