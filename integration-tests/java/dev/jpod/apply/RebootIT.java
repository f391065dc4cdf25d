package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import dev.jpod.host.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** After a reboot the next apply starts what should run. */
class RebootIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      secrets: {token: {command: [echo, "not a real secret"]}}
      volumes: {data: {}}
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
        db:
          <<: *idle
          command: [sh, -c, "echo x >> /data/starts; exec sleep 1000"]
          volumes: ["data:/data"]
        web: {<<: *idle, dependsOn: [db], secrets: [token]}
        once: {<<: *idle, command: ["true"], restart: "no"}
      """;

  private SortedMap<String, Seen> before;

  @BeforeEach
  void apply() throws Exception {
    store.apply(STACK).well();
    awaitExit("shop-once-0");
    store.staysAsItIs(STACK);
    before = store.containers();
  }

  private void awaitExit(String name) throws Exception {
    Path state = store.layout().container(store.container(name).id()).resolve("state");
    while (!Files.readString(state).startsWith("exited")) {
      Thread.sleep(5);
    }
  }

  private void isRepaired() throws Exception {
    JsonNode changes = store.plan(STACK).get("changes");
    assertThat(changes).as(changes.toString()).hasSize(2);
    changes.forEach(
        change -> assertThat(change.get("action").asString()).as("" + change).isEqualTo("start"));

    store.apply(STACK).well();

    assertThat(store.running()).containsExactly("shop-db-0", "shop-web-0");
    SortedMap<String, Seen> now = store.containers();
    for (Map.Entry<String, Seen> entry : before.entrySet()) {
      assertThat(now.get(entry.getKey()).id()).isEqualTo(entry.getValue().id());
    }
    long web = now.get("shop-web-0").pid();
    assertThat(Path.of("/proc/" + web + "/root/run/secrets/token"))
        .hasContent("not a real secret\n");
    assertThat(store.layout().volume("shop_data").resolve("data/starts")).hasContent("x\nx\n");
    store.staysAsItIs(STACK);
  }

  @Test
  void withARunFolderThatIsEmptyAfterwards() throws Exception {
    PowerCut.of(store);
    FileTree.delete(store.layout().runroot());

    isRepaired();
  }

  @Test
  void withARunFolderThatSurvived() throws Exception {
    PowerCut.of(store);

    isRepaired();
  }

  @Test
  void aContainerWithDataOfItsOwnIsNotMadeAnewForADamagedFile() throws Exception {
    String stack = STACK.replace("volumes: [\"data:/data\"]", "volumes: [/data]");
    store.apply(stack).well();
    before = store.containers();
    Path bundle = store.layout().container(before.get("shop-db-0").id());
    PowerCut.of(store);
    Files.write(bundle.resolve("config.json"), new byte[0]);

    assertThat(store.apply(stack).refusing(1).err())
        .contains("config.json', which container 'shop-db-0' is started by, is damaged")
        .contains("jpod rm --force shop-db-0");
    assertThat(bundle).exists();
    assertThat(Store.entries(store.layout().volumes())).isNotEmpty();
  }
}
