package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Health checks by the command line of the packaged jpod, which has exited while they go on. */
class HealthChecksIT extends FreshStore {
  private static String stack(String check) {
    return """
    apiVersion: jpod.dev/v1
    kind: Stack
    name: shop
    pods:
      web:
        image: localhost/busybox:1
        networks: none
        command: [sh, -c, "echo well >/tmp/ok; exec sleep 1000"]
        stopSignal: KILL
        healthCheck: %s
    """
        .formatted(check);
  }

  private static final String CHECK = "{command: [cat, /tmp/ok], interval: 300ms, retries: 2}";

  private JsonNode inspected() throws Exception {
    return store.jpod("inspect", "web").well().json().get(0);
  }

  private void becomes(String health) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!health.equals(inspected().path("health").asString(""))) {
      assertThat(System.nanoTime()).as("in vain waited for " + health).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void healthIsKeptUpAndShownAfterJpodHasExited() throws Exception {
    store.apply(stack(CHECK)).well();
    becomes("healthy");
    assertThat(store.jpod("ps").well().out()).contains("(healthy)");
    assertThat(store.jpod("pod", "ls").well().out()).contains("Running (healthy)");
    store.staysAsItIs(stack(CHECK));

    store.sh("web", "rm /tmp/ok").well();
    becomes("unhealthy");

    assertThat(store.jpod("ps").well().out()).contains("(unhealthy)");
    JsonNode report = inspected().get("healthReport");
    assertThat(report.get("status").asString()).isEqualTo("unhealthy");
    assertThat(report.get("failingStreak").asInt()).isGreaterThanOrEqualTo(2);
    JsonNode last = report.get("log").get(report.get("log").size() - 1);
    assertThat(last.get("exitCode").asInt()).isEqualTo(1);
    assertThat(last.get("output").asString()).contains("No such file");
    assertThat(store.jpod("events").well().out()).contains("healthy", "unhealthy");
  }

  @Test
  void aProbeByHandSaysByItsCodeHowItWent() throws Exception {
    store.apply(stack("{command: [cat, /tmp/ok], interval: 1h}")).well();
    becomes("healthy");

    assertThat(store.jpod("healthcheck", "run", "web").well().out())
        .startsWith("healthy: the probe succeeded, after ")
        .endsWith("\n  well\n");
    store.sh("web", "rm /tmp/ok").well();
    Result failed = store.jpod("healthcheck", "run", "web", "-o", "json").with(1);
    assertThat(failed.json().get("health").asString()).isEqualTo("healthy");
    assertThat(failed.json().get("exitCode").asInt()).isEqualTo(1);
    store.jpod("stop", "web").well();

    assertThat(store.jpod("healthcheck", "run", "web").refusing(125).err())
        .contains("container 'shop-web-0' does not run, so it cannot be probed");
  }

  @Test
  void aCheckThatNobodyCarriesOutIsShownAndRepairedByTheNextApply() throws Exception {
    store.apply(stack(CHECK)).well();
    becomes("healthy");
    Seen before = store.container("shop-web-0");
    Path checker = store.layout().containerRun(before.id()).resolve("check/checker");
    long pid = Long.parseLong(Files.readString(checker).split(" ", -1)[0]);
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    becomes("unchecked");
    assertThat(store.jpod("ps").well().out()).contains("(unchecked)");

    JsonNode changes = store.plan(stack(CHECK)).get("changes");
    assertThat(changes).as(changes.toString()).hasSize(1);
    assertThat(changes.get(0).get("action").asString()).isEqualTo("record");
    store.apply(stack(CHECK)).well();

    becomes("healthy");
    store.staysAsItIs(stack(CHECK));
    assertThat(store.container("shop-web-0")).isEqualTo(before);
  }

  @Test
  void aCheckIsChangedAndSwitchedOffInPlace() throws Exception {
    store.apply(stack(CHECK)).well();
    Seen before = store.container("shop-web-0");

    String failing = "{command: ['false'], interval: 200ms, retries: 1}";
    store.apply(stack(failing), "--wait", "started").well();
    becomes("unhealthy");
    store.apply(stack("{disabled: true}")).well();

    assertThat(inspected().has("health")).isFalse();
    assertThat(store.container("shop-web-0")).isEqualTo(before);
    store.staysAsItIs(stack("{disabled: true}"));
  }

  @Test
  void theCheckOfAnImageSurvivesTransfersAndCountsWhereTheFileSaysNothing() throws Exception {
    String check =
        "{\"Test\":[\"CMD-SHELL\",\"cat /tmp/ok\"],\"Interval\":300000000,\"Retries\":2}";
    Path layout = store.folder().resolve("layout");
    store.jpod("push", "localhost/busybox:1", "oci:" + layout + ":1").well();
    LayoutWithCheck.put(layout, check);
    store.jpod("pull", "oci:" + layout + ":1").well();
    String text = store.jpod("images", "-o", "json").well().out();
    String name = text.replaceFirst("(?s).*\"([^\"]*layout[^\"]*)\".*", "$1");
    store.jpod("save", "-o", "saved.tar", name).well();
    store.jpod("rmi", name).well();
    store.jpod("load", "-i", "saved.tar").well();

    String stack =
        stack("null").replace("localhost/busybox:1", name).replace("    healthCheck: null\n", "");
    store.apply(stack).well();

    becomes("healthy");
    assertThat(inspected().get("healthReport").get("log").get(0).has("output")).isTrue();
    store.staysAsItIs(stack);
  }
}
