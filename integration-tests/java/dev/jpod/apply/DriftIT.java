package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import dev.jpod.engine.RemovalMode;
import dev.jpod.host.HostUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is done to containers behind jpod's back is seen, shown and repaired. */
class DriftIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        kept:
          image: localhost/busybox:1
          command: [sleep, "1000"]
          stopSignal: KILL
          restart: "no"
          resources: {memory: 64MiB, pids: 64}
        other: {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      """;

  private Seen kept;
  private Seen other;

  @BeforeEach
  void apply() throws Exception {
    store.apply(STACK).well();
    kept = store.container("shop-kept-0");
    other = store.container("shop-other-0");
  }

  /** The plan says what is wrong with the container, apply repairs that, and then all is well. */
  private Seen repaired(String action) throws Exception {
    JsonNode changes = store.plan(STACK).get("changes");
    assertThat(changes).as(changes.toString()).hasSize(1);
    assertThat(changes.get(0).get("name").asString()).isEqualTo("shop-kept-0");
    assertThat(changes.get(0).get("action").asString()).isEqualTo(action);
    store.apply(STACK).well();
    assertThat(store.running()).containsExactly("shop-kept-0", "shop-other-0");
    assertThat(store.container("shop-other-0")).as("untouched").isEqualTo(other);
    store.staysAsItIs(STACK);
    return store.container("shop-kept-0");
  }

  private void runc(String... arguments) throws Exception {
    List<String> argv = new ArrayList<>(List.of("runc", "--root"));
    argv.add(store.layout().runtimeState("runc").toString());
    argv.addAll(List.of(arguments));
    store.run(argv).well();
  }

  private Path monitorOf(Seen container) throws IOException {
    String pid =
        Files.readString(store.layout().containerRun(container.id()).resolve("conmon.pid"));
    return Path.of("/proc").resolve(pid.strip());
  }

  private static void kill(Path process) throws Exception {
    ProcessHandle handle =
        ProcessHandle.of(Long.parseLong(process.getFileName().toString())).orElseThrow();
    assertThat(handle.destroyForcibly()).isTrue();
    awaitEnd(process);
  }

  private static void awaitEnd(Path process) throws Exception {
    while (Files.exists(process) && !isZombie(process)) {
      Thread.sleep(5);
    }
  }

  private static boolean isZombie(Path process) throws IOException {
    try {
      return Files.readString(process.resolve("stat")).contains(") Z ");
    } catch (IOException gone) {
      return true;
    }
  }

  /** The monitor goes last of all, when it has dealt with the end of its container. */
  private void endThenAwaitMonitor(ThrowingAction end) throws Exception {
    Path monitor = monitorOf(kept);
    end.run();
    awaitEnd(monitor);
  }

  private static Path pidsOf(String id) {
    HostUser user = HostUser.ofProcess();
    String own = user.isRoot() ? "jpod" : "user-" + user.id() + "/jpod";
    Path v1 = Path.of("/sys/fs/cgroup/pids").resolve(own);
    Path cgroup = Files.exists(v1) ? v1 : Path.of("/sys/fs/cgroup/jpod");
    return cgroup.resolve(id).resolve("pids.max");
  }

  private interface ThrowingAction {
    void run() throws Exception;
  }

  @Test
  void aStopThatWasBrokenOffIsTakenBack() throws Exception {
    Path mark = store.layout().container(kept.id()).resolve("stopped");
    Files.writeString(mark, "reconciler\n");

    assertThat(repaired("start")).as("the same process").isEqualTo(kept);

    assertThat(mark).doesNotExist();
  }

  @Test
  void aContainerThatFailsAgainAndAgainIsNotAsItShouldBe() throws Exception {
    String failing =
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          kept: {image: "localhost/busybox:1", command: [sh, -c, "sleep 0.1; exit 3"]}
          other: {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
        """;
    store.apply(failing);

    List<String> actions = new ArrayList<>();
    for (int look = 0; look < 100 && !actions.contains("start"); look++) {
      store
          .plan(failing)
          .get("changes")
          .forEach(change -> actions.add(change.get("action").asString()));
    }

    assertThat(actions).contains("start");
  }

  @Test
  void aContainerThatTheRuntimeKilledIsStarted() throws Exception {
    endThenAwaitMonitor(() -> runc("kill", kept.id(), "KILL"));

    assertThat(repaired("start").id()).isEqualTo(kept.id());
  }

  @Test
  void aContainerWhoseProcessWasKilledIsStarted() throws Exception {
    endThenAwaitMonitor(() -> kill(Path.of("/proc/" + kept.pid())));

    assertThat(repaired("start").id()).isEqualTo(kept.id());
  }

  @Test
  void aContainerThatRunsUnderNoMonitorIsStartedAgain() throws Exception {
    kill(monitorOf(kept));

    Seen now = repaired("restart");

    assertThat(now.id()).isEqualTo(kept.id());
    assertThat(now).isNotEqualTo(kept);
    assertThat(kept.runs()).isFalse();
    assertThat(monitorOf(now)).exists();
  }

  @Test
  void aContainerThatDiedAfterItsMonitorIsStarted() throws Exception {
    kill(monitorOf(kept));
    kill(Path.of("/proc/" + kept.pid()));

    assertThat(repaired("start").id()).isEqualTo(kept.id());
  }

  @Test
  void aPausedContainerIsContinued() throws Exception {
    runc("pause", kept.id());

    assertThat(repaired("unpause")).isEqualTo(kept);

    assertThat(Files.readString(Path.of("/proc/" + kept.pid() + "/stat"))).contains(") S ");
  }

  @Test
  void limitsThatTheRuntimeWasToldToChangeAreSetBack() throws Exception {
    SortedMap<String, String> limits = Limits.of(kept.id());
    runc("update", "--memory", "33554432", "--memory-swap", "67108864", kept.id());
    assertThat(Limits.of(kept.id())).isNotEqualTo(limits);

    assertThat(repaired("live")).isEqualTo(kept);

    assertThat(Limits.of(kept.id())).isEqualTo(limits);
  }

  @Test
  void aLimitThatWasWrittenToTheKernelIsSetBack() throws Exception {
    SortedMap<String, String> limits = Limits.of(kept.id());
    Files.writeString(pidsOf(kept.id()), "4096");

    assertThat(repaired("live")).isEqualTo(kept);

    assertThat(Limits.of(kept.id())).isEqualTo(limits);
  }

  @Test
  void whatIsOnlyReportedIsShownAndLeft() throws Exception {
    String reporting = STACK.replace("pids: 64}", "pids: 64}\n    onDrift: report");
    String ignoring =
        STACK.replace("pids: 64}", "pids: 64}\n    onDrift: {resources.pids: ignore}");
    store.apply(reporting).well();
    Path pids = pidsOf(kept.id());
    Files.writeString(pids, "4096");

    JsonNode plan = store.plan(reporting);
    assertThat(plan.get("changes")).isEmpty();
    assertThat(plan.get("drift")).hasSize(1);
    assertThat(plan.get("drift").get(0).get("reported").asBoolean()).isTrue();
    Result shown = store.onStackFile("plan", reporting, "--exit-code").well();
    assertThat(shown.out()).contains("pids 4096 live, 64 wanted (only reported)");
    assertThat(store.apply(reporting).well().err()).contains("(only reported)");
    store.staysAsItIs(reporting);
    assertThat(pids).content().isEqualToIgnoringWhitespace("4096");

    store.apply(ignoring).well();
    assertThat(store.plan(ignoring).get("drift")).isEmpty();
    store.staysAsItIs(ignoring);
    assertThat(pids).content().isEqualToIgnoringWhitespace("4096");

    store.apply(STACK).well();
    assertThat(pids).content().isEqualToIgnoringWhitespace("64");
    assertThat(store.container("shop-kept-0")).isEqualTo(kept);
  }

  @Test
  void whatIsOnlyReportedStaysWhenAnotherLimitIsChanged() throws Exception {
    String reporting = STACK.replace("pids: 64}", "pids: 64}\n    onDrift: report");
    store.apply(reporting).well();
    Path pids = pidsOf(kept.id());
    Files.writeString(pids, "4096");

    String changed = reporting.replace("64MiB", "96MiB");
    store.apply(changed).well();

    assertThat(pids).content().isEqualToIgnoringWhitespace("4096");
    assertThat(Limits.of(kept.id()).values()).contains(Long.toString(96L << 20));
    assertThat(store.plan(changed).get("drift")).hasSize(1);
    store.staysAsItIs(changed);
    // who changes the field itself means it
    store.apply(changed.replace("pids: 64", "pids: 65")).well();
    assertThat(pids).content().isEqualToIgnoringWhitespace("65");
    assertThat(store.container("shop-kept-0")).isEqualTo(kept);
  }

  @Test
  void whatIsOnlyReportedOfAPodStaysWhenAnotherLimitIsChanged() throws Exception {
    String two =
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: two
        pods:
          web:
            onDrift: report
            resources: {memory: 64MiB, pids: 64}
            containers:
              a: {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
              b: {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
        """;
    store.apply(two).well();
    Path pids = pidsOf(SeenPod.of(store, "two-web-0").id());
    assertThat(pids).content().isEqualToIgnoringWhitespace("64");
    Files.writeString(pids, "4096");

    store.apply(two.replace("64MiB", "96MiB")).well();

    assertThat(pids).content().isEqualToIgnoringWhitespace("4096");
  }

  @Test
  void aContainerThatWasRemovedIsMadeAnew() throws Exception {
    store.engine().containers().remove(kept.id(), RemovalMode.KILL_FIRST);

    assertThat(repaired("create").id()).isNotEqualTo(kept.id());
  }

  @Test
  void aContainerThatAnOperatorStoppedIsStarted() throws Exception {
    store.jpod("stop", "shop-kept-0").well();
    assertThat(kept.runs()).isFalse();

    assertThat(repaired("start").id()).isEqualTo(kept.id());
  }
}
