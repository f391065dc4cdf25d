package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Programs that a stack has run around its changes, and before its containers stop. */
class HooksIT extends FreshStore {
  private static final String NOTE =
      "echo $JPOD_HOOK $JPOD_STACK $JPOD_REVISION $PWD >> notes; env >> environment; echo told\n";

  private static String stack(String hooks, String pod) {
    return """
    apiVersion: jpod.dev/v1
    kind: Stack
    name: shop
    secrets: {token: {env: TOKEN}}
    volumes: {data: {}}
    hooks: {%s}
    pods:
      web:
        image: localhost/busybox:1
        command: [sh, -c, "trap 'echo term >> /data/log; exit 0' TERM; echo start >> /data/log; while :; do sleep 0.05; done"]
        volumes: ["data:/data"]
        env: {SECRET: {secret: token}}
        %s
    """
        .formatted(hooks, pod);
  }

  private static final String BOTH =
      "preApply: [{command: [./note], timeout: 20s}], postApply: [{command: [./note]}]";

  private void script(String name, String text) throws IOException {
    Path file = store.write(name, "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Result apply(String stack, String... options) throws Exception {
    store.write("stack.yaml", stack);
    List<String> arguments = new ArrayList<>(List.of("apply", "-f", "stack.yaml"));
    arguments.addAll(List.of(options));
    return run(store.argv(arguments.toArray(String[]::new)));
  }

  private Result run(List<String> argv) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(argv).directory(store.folder().toFile());
    builder.environment().put("TOKEN", "a token that no hook may see");
    Result result = Result.of(builder.start());
    store.remember();
    return result;
  }

  private List<String> notes() throws IOException {
    Path notes = store.folder().resolve("notes");
    return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(store.layout().volume("shop_data").resolve("data/log"));
  }

  @Test
  void hooksRunAroundChangesAndOnlyThen() throws Exception {
    script("note", NOTE);
    String stack = stack(BOTH, "");

    Result first = apply(stack).well();
    Path folder = store.folder().toRealPath();
    assertThat(notes()).containsExactly("preApply shop 1 " + folder, "postApply shop 1 " + folder);
    assertThat(first.err()).contains("hook preApply[0]", "within 20s", "preApply[0]: told");
    assertThat(first.out()).doesNotContain("told");
    assertThat(store.folder().resolve("environment")).content().doesNotContain("token", "TOKEN");

    apply(stack).well();
    assertThat(notes()).hasSize(2);

    Result json = apply(stack(BOTH, "labels: {a: b}"), "-o", "json").well();
    assertThat(notes()).hasSize(4).last().isEqualTo("postApply shop 2 " + folder);
    List<JsonNode> events = json.jsonLines();
    assertThat(events)
        .anyMatch(
            event ->
                event.get("event").asString().equals("output")
                    && event.get("id").asString().equals("hook/preApply/0")
                    && event.get("line").asString().equals("told"));
  }

  @Test
  void oneThatFailsBeforeLeavesEverythingAsItWas() throws Exception {
    script("note", "echo no backup; exit 3\n");

    Result failed = apply(stack(BOTH, ""));

    failed.refusing(1);
    assertThat(failed.err())
        .contains("preApply[0]: no backup")
        .contains(
            "the hook preApply[0] failed: '" + store.folder() + "/note' ended with exit code 3");
    assertThat(store.containers()).isEmpty();
    assertThat(store.layout().volumes()).doesNotExist();
  }

  @Test
  void oneThatHangsIsKilledWithWhatItStarted() throws Exception {
    script("note", "echo $$ > pid; sleep 1000 & echo $! > child; wait\n");

    Result failed = apply(stack(BOTH.replace("20s", "300ms"), ""));

    failed.with(124);
    for (String name : List.of("pid", "child")) {
      String pid = Files.readString(store.folder().resolve(name)).strip();
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> process.onExit().join());
    }
    assertThat(store.containers()).isEmpty();
  }

  @Test
  void oneThatFailsAfterwardsFailsTheRun() throws Exception {
    script("note", "[ $JPOD_HOOK = preApply ] || exit 9\n");

    Result failed = apply(stack(BOTH, ""));

    assertThat(failed.code()).isNotZero();
    assertThat(failed.err()).contains("the hook postApply[0] failed", "exit code 9");
  }

  private static String preStop(String command, String timeout) {
    return "preStop: {command: [sh, -c, \"" + command + "\"], timeout: " + timeout + "}";
  }

  @Test
  void beforeAStopItsHookRuns() throws Exception {
    String stack = stack("", preStop("echo pre >> /data/log", "5s"));
    apply(stack).well();

    store.jpod("restart", "shop-web-0").well();
    assertThat(log()).containsExactly("start", "pre", "term", "start");
    store.jpod("stop", "shop-web-0").well();
    assertThat(log()).endsWith("pre", "term");
    apply(stack).well();
    Result replaced = apply(stack.replace("echo start", "echo begin")).well();
    assertThat(replaced.err()).contains("before the stop", "within 5s");
    assertThat(log())
        .containsExactly(
            "start", "pre", "term", "start", "pre", "term", "start", "pre", "term", "begin");

    store.jpod("pause", "shop-web-0").well();
    store.jpod("stop", "shop-web-0").well();
    assertThat(log()).endsWith("begin", "pre", "term");
    apply(stack.replace("echo start", "echo begin")).well();
    store.jpod("destroy", "shop").well();
    assertThat(log()).endsWith("begin", "pre", "term");
  }

  @Test
  void whoIsInAHurryGetsNone() throws Exception {
    apply(stack("", preStop("echo pre >> /data/log", "5s"))).well();

    store.jpod("stop", "--time", "0", "shop-web-0").well();
    store.jpod("start", "shop-web-0").well();
    store.jpod("kill", "shop-web-0").well();
    store.jpod("start", "shop-web-0").well();
    store.jpod("rm", "--force", "shop-web-0").well();

    assertThat(log()).containsExactly("start", "start", "start");
  }

  @Test
  void oneThatFailsOrHangsPreventsNoStop() throws Exception {
    apply(stack("", preStop("exit 7", "5s"))).well();
    store.jpod("stop", "shop-web-0").well();
    assertThat(log()).endsWith("term");
    assertThat(events()).contains("\"pre-stop-failed\"", "\"code\":\"7\"");

    apply(stack("", "stopTimeout: 4s\n    " + preStop("sleep 100", "1s"))).well();
    long start = System.nanoTime();
    store.jpod("stop", "shop-web-0").well();
    assertThat(log()).endsWith("term");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private String events() throws IOException {
    return Files.readString(store.layout().events());
  }
}
