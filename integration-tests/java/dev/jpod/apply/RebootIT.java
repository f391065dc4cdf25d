package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import dev.jpod.host.FileTree;
import dev.jpod.host.Mounts;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
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

  /** All that a power cut ends: processes, mounts, control groups. */
  private void powerOff() throws Exception {
    for (Seen container : before.values()) {
      endMonitor(container);
      if (container.runs()) {
        ProcessHandle.of(container.pid()).orElseThrow().destroyForcibly();
      }
      while (container.runs()) {
        Thread.sleep(5);
      }
    }
    StoreLayout layout = store.layout();
    Mounts.detachBelow(store.folder());
    for (Seen container : before.values()) {
      for (String hierarchy : Store.entries(Path.of("/sys/fs/cgroup"))) {
        Path parent = Path.of("/sys/fs/cgroup").resolve(hierarchy);
        Files.deleteIfExists(parent.resolve("jpod").resolve(container.id()));
      }
    }
    assertThat(layout.bootId()).exists();
  }

  private void endMonitor(Seen container) throws IOException {
    Path file = store.layout().containerRun(container.id()).resolve("conmon.pid");
    if (container.runs()) {
      long pid = Long.parseLong(Files.readString(file).strip());
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
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
    powerOff();
    FileTree.delete(store.layout().runroot());

    isRepaired();
  }

  @Test
  void withARunFolderThatSurvived() throws Exception {
    powerOff();
    Files.writeString(store.layout().bootId(), UUID.randomUUID() + "\n");

    isRepaired();
  }

  @Test
  void aContainerWithDataOfItsOwnIsNotMadeAnewForADamagedFile() throws Exception {
    String stack = STACK.replace("volumes: [\"data:/data\"]", "volumes: [/data]");
    store.apply(stack).well();
    before = store.containers();
    Path bundle = store.layout().container(before.get("shop-db-0").id());
    powerOff();
    Files.writeString(store.layout().bootId(), UUID.randomUUID() + "\n");
    Files.write(bundle.resolve("config.json"), new byte[0]);

    assertThat(store.apply(stack).refusing(1).err())
        .contains("config.json', which container 'shop-db-0' is started by, is damaged")
        .contains("jpod rm --force shop-db-0");
    assertThat(bundle).exists();
    assertThat(Store.entries(store.layout().volumes())).isNotEmpty();
  }
}
