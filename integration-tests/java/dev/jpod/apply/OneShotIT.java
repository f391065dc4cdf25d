package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Containers that do something once and have others wait for it. */
class OneShotIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      pods:
        prepare:
          image: localhost/busybox:1
          restart: on-failure:2
          command: [sh, -c, "echo prepared >> /data/log"]
          volumes: ["data:/data"]
        web:
          image: localhost/busybox:1
          dependsOn: {prepare: completed}
          command: [sh, -c, "cat /data/log > /tmp/seen; exec sleep 1000"]
          volumes: ["data:/data"]
          stopSignal: KILL
      """;

  private Path log() {
    return store.layout().volume("shop_data").resolve("data/log");
  }

  @Test
  void itsDependantStartsWhenItHasCompletedAndItRunsOnlyOnce() throws Exception {
    store.apply(STACK).well();

    Seen web = store.container("shop-web-0");
    assertThat(store.running()).containsExactly("shop-web-0");
    Path seen = Path.of("/proc/" + web.pid() + "/root/tmp/seen");
    while (!Files.exists(seen) || Files.size(seen) == 0) {
      Thread.sleep(5);
    }
    assertThat(seen).hasContent("prepared\n");
    store.staysAsItIs(STACK);
    store.staysAsItIs(STACK);
    assertThat(log()).hasContent("prepared\n");
  }

  @Test
  void itRunsAgainWhenItsSpecChanges() throws Exception {
    store.apply(STACK).well();
    Seen web = store.container("shop-web-0");
    String edited = STACK.replace("echo prepared", "echo again");

    store.apply(edited).well();

    assertThat(log()).hasContent("prepared\nagain\n");
    assertThat(store.container("shop-web-0")).as("ordinary dependants go on").isEqualTo(web);
    store.staysAsItIs(edited);
  }

  @Test
  void itDoesNotRunAgainWhenOnlyItsRecordChanges() throws Exception {
    store.apply(STACK).well();
    String labelled =
        STACK.replace("restart: on-failure:2", "restart: on-failure:2\n    labels: {a: b}");

    store.apply(labelled).well();

    assertThat(log()).hasContent("prepared\n");
    store.staysAsItIs(labelled);
  }

  @Test
  void itsFailureFailsTheApplyAndItsDependantsAreSkipped() throws Exception {
    String failing =
        STACK.replace("echo prepared >> /data/log", "exit 7").replace("on-failure:2", "\"no\"");

    Result result = store.apply(failing).refusing(1);

    assertThat(result.err()).contains("exit code 7", "jpod logs shop-prepare-0");
    assertThat(result.out()).contains("failed=1 skipped=1");
    assertThat(store.running()).isEmpty();
    assertThat(store.layout().stack("shop").resolve("current.json")).doesNotExist();

    store.apply(STACK).well();
    assertThat(store.running()).containsExactly("shop-web-0");
    store.staysAsItIs(STACK);
  }

  @Test
  void aWaitThatTakesTooLongIsATimeout() throws Exception {
    String slow = STACK.replace("echo prepared >> /data/log", "exec sleep 1000");

    Result result = store.apply(slow, "--wait-timeout", "300ms", "-o", "json").refusing(124);

    assertThat(result.err()).contains("has not completed within");
    JsonNode recap = result.recap();
    assertThat(recap.get("outcome").asString()).isEqualTo("failed");
    assertThat(store.running()).containsExactly("shop-prepare-0");
  }
}
