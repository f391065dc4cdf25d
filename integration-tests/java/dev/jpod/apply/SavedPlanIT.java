package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans that are saved and done later, on real containers. */
class SavedPlanIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      configs: {page: {file: ./page.txt}}
      secrets: {pw: {file: ./pw.txt}}
      pods:
        db:
          image: localhost/busybox:1
          networks: none
          command: [sleep, "1000"]
          stopSignal: KILL
        web:
          image: localhost/busybox:1
          networks: none
          dependsOn: [db]
          command: [sleep, "1000"]
          stopSignal: KILL
          env: {LEVEL: "${LEVEL:-info}"}
          configs: ["page:/page"]
          secrets: ["pw:/pw"]
      """;

  private static final String CHANGED = STACK.replace("LEVEL:-info", "LEVEL:-debug");

  @BeforeEach
  void writeFiles() throws Exception {
    store.write("page.txt", "one");
    store.write("pw.txt", "sentinel");
  }

  private Path save(String stack) throws Exception {
    store.onStackFile("plan", stack, "-o", "plan.json");
    return store.folder().resolve("plan.json");
  }

  @Test
  void thePlanIsAllThatIsLeftAndIsEnough() throws Exception {
    Path plan = save(STACK);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plan)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(plan)).doesNotContain("sentinel").contains("\"one\"");
    Files.delete(store.folder().resolve("stack.yaml"));
    Files.delete(store.folder().resolve("page.txt"));
    Files.move(plan, store.folder().resolve("something"));

    Result result = store.jpod("apply", "something").well();

    assertThat(result.out()).contains("ok=2 changed=2");
    assertThat(store.sh("web", "cat /page /pw; echo $LEVEL").well().out())
        .isEqualTo("onesentinelinfo\n");
    assertThat(store.jpod("apply", "something").refusing(6).err())
        .contains("the plan was applied already: it is r1 of 'shop'");
    store.write("page.txt", "one");
    store.staysAsItIs(STACK);
  }

  @Test
  void anApplyInBetweenMakesItStale() throws Exception {
    store.apply(STACK).well();
    save(CHANGED);
    store.apply(STACK.replace("LEVEL:-info", "LEVEL:-warn")).well();
    SortedMap<String, Seen> before = store.containers();

    Result result = store.jpod("apply", "plan.json").refusing(6);

    assertThat(result.err()).contains("not any more as it was", "warn → debug");
    assertThat(result.out()).contains("the plan is stale");
    assertThat(store.containers()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "pause", "kill", "rm --force"})
  void whatSomebodyDoesToAContainerInBetweenMakesItStale(String what) throws Exception {
    store.apply(STACK).well();
    save(CHANGED);
    String[] words = (what + " shop-web-0").split(" ");
    store.jpod(words).well();
    if (what.equals("kill")) {
      store.jpod("stop", "shop-web-0").well();
    }

    assertThat(store.jpod("apply", "plan.json", "-o", "json").with(6).jsonLines())
        .extracting(line -> line.get("event").asString())
        .containsExactly("stale", "recap");
  }

  @Test
  void aChangedSecretAChangedPlanAndAnotherStoreAreRefused() throws Exception {
    store.apply(STACK).well();
    Path plan = save(CHANGED);
    store.write("pw.txt", "sentinel-2");
    assertThat(store.jpod("apply", "plan.json").refusing(6).err())
        .contains("the secret 'pw' has another value now than when the plan was made")
        .doesNotContain("sentinel");
    store.write("pw.txt", "sentinel");
    String text = Files.readString(plan);
    Files.writeString(plan, text.replace("LEVEL:-debug", "LEVEL:-evil"));
    assertThat(store.jpod("apply", "plan.json").refusing(3).err()).contains("not as jpod wrote it");
    Files.writeString(plan, text);
    Path key = store.layout().root().resolve("key");
    byte[] mine = Files.readAllBytes(key);
    Files.write(key, new byte[32]);
    assertThat(store.jpod("apply", "plan.json").refusing(3).err()).contains("another host");
    Files.write(key, mine);
    assertThat(store.jpod("apply", "stack.yaml").refusing(64).err())
        .contains("'stack.yaml' is no saved plan", "jpod apply -f stack.yaml");
    assertThat(store.jpod("apply", "plan.json", "--set", "LEVEL=x").refusing(64).err())
        .contains("--set does not go with the saved plan");

    store.jpod("apply", "plan.json").well();
    assertThat(store.sh("web", "echo $LEVEL").well().out()).isEqualTo("debug\n");
  }

  @Test
  void aPlanForAStackThatWasDestroyedIsRefused() throws Exception {
    store.apply(STACK).well();
    save(CHANGED);
    store.jpod("destroy", "shop").well();

    assertThat(store.jpod("apply", "plan.json").refusing(3).err()).contains("is not here any more");

    store.apply(STACK).well();
    assertThat(store.jpod("apply", "plan.json").refusing(3).err()).contains("another stack");
  }

  @Test
  void aSavedPlanThatFailsIsRolledBack() throws Exception {
    store.apply(STACK).well();
    SortedMap<String, Seen> before = store.containers();
    save(
        STACK
            + """
              last:
                image: localhost/busybox:1
                networks: none
                dependsOn: [web]
                command: [there-is-no-such-program]
            """);

    assertThat(store.jpod("apply", "plan.json").with(4).err()).contains("rolled back: r1 runs");

    assertThat(store.containers()).isEqualTo(before);
  }
}
