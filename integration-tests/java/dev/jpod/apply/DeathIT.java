package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.HostUser;
import dev.jpod.reconcile.Outcome;
import dev.jpod.store.JournalEntry;
import dev.jpod.store.JournalEntry.Mark;
import dev.jpod.store.StackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} at any moment costs nothing but another apply. */
class DeathIT extends FreshStore {
  private static final int KILL = 9;
  private static final int FEWEST_MOMENTS = 20;
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      configs: {motd: {content: "hello"}}
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
        db: {<<: *idle, volumes: ["data:/data", /own], resources: {pids: 64}}
        api: {<<: *idle, dependsOn: [db], configs: ["motd:/etc/motd"]}
        web: {<<: *idle, dependsOn: [api]}
      """;
  private static final String EDITED =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      configs: {motd: {content: "good morning"}}
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
        db: {<<: *idle, volumes: ["data:/data", /own], resources: {pids: 32}, env: {A: b}}
        api: {<<: *idle, dependsOn: [db], configs: ["motd:/etc/motd"], resources: {pids: 32}}
        cache: {<<: *idle, labels: {a: b}}
      """;
  private static final String[] OF_STACK = {"shop-api-0", "shop-db-0", "shop-web-0"};
  private static final String[] OF_EDITED = {"shop-api-0", "shop-cache-0", "shop-db-0"};

  private InProcess jpod;

  @BeforeEach
  void prepare() {
    jpod = new InProcess(store.layout(), UnaryOperator.identity());
  }

  @Test
  void duringAFirstApply() throws Exception {
    store.write("stack.yaml", STACK);
    int moment = 1;
    while (diesAt(moment, "apply", "stack.yaml")) {
      isBroughtTo(STACK, OF_STACK);
      isRemoved();
      moment++;
    }
    assertThat(moment).isGreaterThan(FEWEST_MOMENTS);
  }

  @Test
  void duringAnEdit() throws Exception {
    store.write("edited.yaml", EDITED);
    jpod.apply(STACK);
    int moment = 1;
    while (diesAt(moment, "apply", "edited.yaml")) {
      isBroughtTo(EDITED, OF_EDITED);
      isRemoved();
      jpod.apply(STACK);
      moment++;
    }
    assertThat(moment).isGreaterThan(FEWEST_MOMENTS);
  }

  @Test
  void duringADestroy() throws Exception {
    jpod.apply(STACK);
    int moment = 1;
    while (diesAt(moment, "destroy", "shop")) {
      if (moment % 2 == 0) {
        isBroughtTo(STACK, OF_STACK);
      }
      isRemoved();
      jpod.apply(STACK);
      moment++;
    }
    assertThat(moment).isGreaterThan(FEWEST_MOMENTS);
  }

  @Test
  void betweenTheLastStepsOfARemoval() throws Exception {
    jpod.apply(STACK);
    String id = "c0ffee" + "0".repeat(58);
    Path left = store.layout().runroot().resolve("containers").resolve(id);
    Files.createDirectory(left);
    Files.createFile(left.resolve("lock"));
    new StackFiles(store.layout(), "shop")
        .append(new JournalEntry(Instant.EPOCH, Mark.INTENT, "1", "RemoveContainer", id, ""));

    isRemoved();
  }

  @Test
  void beforeAFirstApplyHasMadeAnything() throws Exception {
    Path half = store.layout().volumes().resolve(".removed-shop_data");
    Files.createDirectories(half.resolve("data"));
    new StackFiles(store.layout(), "shop")
        .append(new JournalEntry(Instant.EPOCH, Mark.INTENT, "1", "RemoveVolume", "shop_data", ""));

    assertThat(store.run(store.argv("destroy", "shop")).code()).isZero();

    assertThat(store.layout().stack("shop")).doesNotExist();
    assertThat(half).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void atARandomMomentOfTheRealCommand(long seed) throws Exception {
    Random random = new Random(seed);
    store.write("stack.yaml", STACK);
    store.write("edited.yaml", EDITED);
    for (String[] arguments :
        new String[][] {
          {"apply", "-f", "stack.yaml"}, {"apply", "-f", "edited.yaml"}, {"destroy", "shop"}
        }) {
      Process process = store.begin(ProcessGroup.leading(store.argv(arguments)));
      process.waitFor(100 + random.nextInt(900), TimeUnit.MILLISECONDS);
      new ProcessGroup(process).signal(KILL);
      process.waitFor();
    }
    isBroughtTo(EDITED, OF_EDITED);
    isRemoved();
  }

  /** Whether a run dies at a moment; false when it is over before that. */
  private boolean diesAt(int moment, String verb, String what) throws Exception {
    List<String> argv =
        new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
    argv.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    argv.add("--enable-native-access=ALL-UNNAMED");
    argv.add("-Djpod.user=" + HostUser.ofProcess().id());
    argv.addAll(List.of("-cp", System.getProperty("java.class.path"), MortalRun.class.getName()));
    argv.add(store.layout().root().toString());
    argv.add(store.layout().runroot().toString());
    argv.addAll(List.of(String.valueOf(moment), verb, what));
    Result result = store.run(argv);
    if (result.code() != 0) {
      result.with(MortalStackStore.KILLED);
    }
    return result.code() != 0;
  }

  private void isBroughtTo(String stack, String... running) throws Exception {
    assertThat(jpod.apply(stack)).isNotInstanceOf(Outcome.Failed.class);
    store.remember();
    assertThat(store.running()).containsExactly(running);
    assertThat(store.containers()).as("nothing else is there").hasSize(running.length);
    assertThat(jpod.apply(stack)).isInstanceOf(Outcome.Unchanged.class);
    // Each container has its root file system, and its pod a network.
    assertThat(mountsOf(store.layout().containers())).hasSize(running.length);
    assertThat(mountsOf(store.layout().runroot().resolve("pods"))).hasSize(running.length);
  }

  private List<String> mountsOf(Path folder) throws IOException {
    return Footprint.of(store).mounts().stream()
        .filter(mount -> mount.startsWith(folder + "/"))
        .toList();
  }

  private void isRemoved() throws Exception {
    assertThat(jpod.destroy("shop")).isNotInstanceOf(Outcome.Failed.class);
    Footprint.awaitNothing(store);
    assertThat(Store.entries(store.layout().volumes())).isEmpty();
  }
}
