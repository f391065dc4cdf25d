package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a run refuses to touch, and what it is told to leave alone. */
class GuardsIT extends FreshStore {
  private static final String HEAD = "apiVersion: jpod.dev/v1\nkind: Stack\nname: shop\n";
  private static final String IDLE =
      "image: localhost/busybox:1, command: [sleep, \"1000\"], stopSignal: KILL";

  private static String pod(String name, String more) {
    return "  " + name + ": {" + IDLE + (more.isEmpty() ? "" : ", ") + more + "}\n";
  }

  private static String stack(String... pods) {
    return HEAD + "pods:\n" + String.join("", pods);
  }

  private void refusedWithoutATouch(Result result, String... saying) throws Exception {
    result.refusing(3);
    assertThat(result.err()).contains(saying);
  }

  @Test
  void whatIsProtectedOutlivesItsBlock() throws Exception {
    String volume = "volumes: {data: {protect: true}}\n";
    String db = pod("db", "protect: true, replicas: 2, volumes: [\"data:/data\"]");
    String web = pod("web", "");
    store.apply(stack(db, web) + volume).well();
    SortedMap<String, Seen> before = store.containers();

    refusedWithoutATouch(store.apply(stack(web)), "the pod 'db[0]' is protected", "protect: false");
    assertThat(store.onStackFile("plan", stack(web)).with(3).out()).contains("BLOCKED");
    refusedWithoutATouch(
        store.apply(stack(db.replace("replicas: 2", "replicas: 1"), web) + volume),
        "the pod 'db[1]' is protected",
        "fewer replicas");
    refusedWithoutATouch(store.jpod("destroy", "shop"), "the stack is to be destroyed");
    assertThat(store.containers()).isEqualTo(before);

    // a replacement is no removal
    String other = db.replace("1000", "1001");
    store.apply(stack(other, web) + volume).well();
    assertThat(store.container("shop-db-0").id()).isNotEqualTo(before.get("shop-db-0").id());

    store.apply(stack(other.replace("protect: true", "protect: false"), web) + volume).well();
    store.apply(stack(web) + volume).well();
    refusedWithoutATouch(
        store.jpod("destroy", "shop", "--volumes"), "the volume 'shop_data' is protected");
    assertThat(store.jpod("volume", "rm", "shop_data").with(3).err()).contains("is protected");
    assertThat(store.running()).containsExactly("shop-web-0");

    store.apply(stack(web) + volume.replace("true", "false")).well();
    store.jpod("destroy", "shop", "--volumes").well();
  }

  @Test
  void noMoreIsRemovedThanIsAllowed() throws Exception {
    store.apply(stack(pod("a", ""), pod("b", "replicas: 2"), pod("c", ""))).well();
    SortedMap<String, Seen> before = store.containers();
    String rest = stack(pod("a", ""));

    refusedWithoutATouch(
        store.apply(rest, "--max-remove", "2"),
        "removes 3, more than the 2 that --max-remove allows: b[0], b[1], c[0]");
    assertThat(store.containers()).isEqualTo(before);
    Result planned = store.onStackFile("plan", rest, "--max-remove", "2", "--out", "plan.json");
    assertThat(planned.refusing(3).err())
        .contains("removes 3, more than the 2 that --max-remove allows: b[0], b[1], c[0]");
    assertThat(store.folder().resolve("plan.json")).doesNotExist();
    assertThat(store.onStackFile("plan", rest, "--max-remove", "2").with(3).out())
        .contains("3 remove.");
    assertThat(store.onStackFile("plan", rest, "--max-remove", "3").well().out())
        .contains("3 remove.");
    // what is replaced does not count
    store
        .apply(stack(pod("a", "env: {A: b}"), pod("b", "replicas: 2")), "--max-remove", "1")
        .well();
    store.apply(rest, "--max-remove", "3").well();
    assertThat(store.running()).containsExactly("shop-a-0");
  }

  @Test
  void withoutATerminalNobodyCanBeAsked() throws Exception {
    assertThat(store.apply(stack(pod("a", "")), "--confirm").refusing(64).err())
        .contains("there is no terminal", "leave out --confirm");
    assertThat(store.containers()).isEmpty();
  }

  @Test
  void aConfirmationIsAskedForOnTheTerminal() throws Exception {
    store.write("stack.yaml", stack(pod("a", "")));
    assertThat(answering("no").code()).isEqualTo(7);
    assertThat(answering("").code()).isEqualTo(7);
    assertThat(store.containers()).isEmpty();

    Result yes = answering("yes");
    assertThat(yes.code()).as(yes.out()).isZero();
    assertThat(yes.out()).contains("a[0]", "CREATE", "(yes or no)");
    assertThat(store.running()).containsExactly("shop-a-0");
  }

  /** Runs an apply on a terminal of its own, on which this answer is typed. */
  private Result answering(String answer) throws Exception {
    String command = String.join(" ", store.argv("apply", "-f", "stack.yaml", "--confirm"));
    Process process =
        new ProcessBuilder(List.of("script", "-qec", command, "/dev/null"))
            .directory(store.folder().toFile())
            .start();
    Thread.sleep(1500);
    process
        .getOutputStream()
        .write((answer + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    Result result = Result.of(process);
    store.remember();
    return result;
  }

  @Test
  void aRunThatIsLimitedLeavesTheRestAsItIs() throws Exception {
    String db = pod("db", "");
    String app = pod("app", "dependsOn: [db]");
    String web = pod("web", "dependsOn: [app]");
    store.apply(stack(db, app, web, pod("old", ""))).well();
    SortedMap<String, Seen> before = store.containers();
    String changed =
        stack(
            pod("db", "env: {A: b}"),
            pod("app", "dependsOn: [db], env: {A: b}"),
            pod("web", "dependsOn: [app], env: {A: b}"));

    store.apply(changed, "--only", "app").well();
    SortedMap<String, Seen> after = store.containers();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    assertThat(after).containsEntry("shop-db-0", before.get("shop-db-0"));
    assertThat(after).containsEntry("shop-web-0", before.get("shop-web-0"));
    assertThat(after.get("shop-app-0")).isNotEqualTo(before.get("shop-app-0"));

    store.apply(changed, "--target", "app").well();
    assertThat(store.container("shop-db-0")).isNotEqualTo(before.get("shop-db-0"));
    assertThat(store.container("shop-web-0")).isEqualTo(before.get("shop-web-0"));
    assertThat(store.jpod("history", "shop").well().out()).contains("stack.yaml (only app, db)");

    // what is left is what the next plain plan shows
    JsonNode changes = store.plan(changed).get("changes");
    assertThat(changes)
        .extracting(change -> change.get("id").asString())
        .containsExactlyInAnyOrder("container/web/0", "container/old/0");
    store.apply(changed, "--exclude", "db").well();
    assertThat(store.container("shop-web-0")).isNotEqualTo(before.get("shop-web-0"));
    assertThat(store.running()).contains("shop-old-0");
    store.apply(changed).well();
    assertThat(store.running()).doesNotContain("shop-old-0");
  }

  @Test
  void podsThatAreNotThereAreNamed() throws Exception {
    assertThat(store.apply(stack(pod("a", "")), "--target", "b").refusing(64).err())
        .contains("'b' does not fit --target", "names of pods of the stack: a");
    assertThat(store.apply(stack(pod("a", "")), "--target", "a", "--only", "a").refusing(64).err())
        .contains("cannot be given together");
  }
}
