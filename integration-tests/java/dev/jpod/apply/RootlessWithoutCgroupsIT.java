package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The life of an ordinary user's containers where he may make no cgroups. */
class RootlessWithoutCgroupsIT {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      x-busy: &busy
        image: "localhost/busybox:1"
        command: [sh, -c, "sleep 777 & exec sleep 1000"]
        stopSignal: KILL
      pods:
        solo: {<<: *busy, networks: none}
        apart: {networks: none, containers: {one: {<<: *busy}, two: {<<: *busy}}}
        shared:
          networks: none
          share: [pid, ipc]
          containers: {one: {<<: *busy}, two: {<<: *busy}}
      """;

  private OrdinaryUser user;

  @BeforeEach
  void logIn() throws Exception {
    user = OrdinaryUser.create();
    user.importImage();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    try (OrdinaryUser _ = user) {
      user.jpod("destroy", "shop").well();
      assertThat(user.processes()).as("processes beside the session's").hasSize(1);
      for (String folder : List.of("containers", "pods")) {
        assertThat(user.home().resolve(".local/share/jpod").resolve(folder)).isEmptyDirectory();
      }
    }
  }

  private Result apply(String stack) throws Exception {
    Path file = user.write("stack.yaml", stack.getBytes(StandardCharsets.UTF_8));
    return user.jpod("apply", "-f", file.toString());
  }

  private Result plan() throws Exception {
    return user.jpod("plan", "-f", user.home().resolve("stack.yaml").toString());
  }

  private List<Long> processes(String container) throws Exception {
    List<Long> ids = new ArrayList<>();
    for (JsonNode process : user.jpod("top", "-o", "json", container).well().json()) {
      ids.add(process.get("pid").asLong());
    }
    return ids;
  }

  private long pid(String container) throws Exception {
    return user.jpod("inspect", container).well().json().get(0).path("pid").asLong(0);
  }

  /** The two processes of a container, the second of which comes a moment after the first. */
  private List<Long> twoProcesses(String container) throws Exception {
    long until = System.nanoTime() + 10_000_000_000L;
    List<Long> found = processes(container);
    while (found.size() < 2 && System.nanoTime() < until) {
      Thread.sleep(20);
      found = processes(container);
    }
    assertThat(found).as(container).hasSize(2);
    return found;
  }

  /** Whether a process has ended, waited for or not. */
  private static boolean isGone(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return true;
    }
  }

  private static void awaitEnd(List<Long> processes) throws InterruptedException {
    long until = System.nanoTime() + 10_000_000_000L;
    while (!processes.stream().allMatch(RootlessWithoutCgroupsIT::isGone)
        && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    assertThat(processes).allMatch(RootlessWithoutCgroupsIT::isGone);
  }

  @Test
  void aUserThatThereIsNotInTheNamespaceIsRefusedBeforeAnythingIsStopped() throws Exception {
    apply(STACK).well();
    long before = pid("shop-solo-0");

    Result refused =
        apply(STACK.replace("solo: {<<: *busy,", "solo: {<<: *busy, user: \"70000\","));

    assertThat(refused.code()).isNotZero();
    assertThat(refused.out() + refused.err())
        .contains(
            "the container asks for user 70000, and this user namespace has those from 0 to 65536")
        .contains("'jpod doctor' says how to get more numbers for containers");
    assertThat(pid("shop-solo-0")).isEqualTo(before);
  }

  @Test
  void everythingButFreezingWorks() throws Exception {
    apply(STACK).well();
    assertThat(plan().well().out()).contains("nothing to do");
    for (String container :
        List.of("shop-solo-0", "shop-apart-0-one", "shop-shared-0-one", "shop-shared-0-two")) {
      assertThat(twoProcesses(container)).contains(pid(container));
      assertThat(user.jpod("exec", container, "echo", "hello").well().out()).isEqualTo("hello\n");
    }
    JsonNode stats = user.jpod("stats", "--no-stream", "-o", "json").well().json();
    assertThat(stats).hasSize(5);
    assertThat(stats).allMatch(each -> each.get("pids").asLong() == 2);
    assertThat(stats).allMatch(each -> each.get("memory").asLong() > 10_000);

    assertThat(user.jpod("pause", "shop-solo-0").refusing(125).err())
        .contains("has no cgroup, so it cannot be paused", "'/user-" + user.id() + "'");
    user.jpod("unpause", "shop-solo-0").well();

    List<Long> before = twoProcesses("shop-solo-0");
    user.jpod("restart", "shop-solo-0").well();
    awaitEnd(before);
    user.jpod("kill", "shop-apart-0-two").well();
    user.jpod("stop", "shop-solo-0").well();
    assertThat(user.jpod("ps", "--all").well().out()).containsPattern("shop-solo-0 +Exited");
    assertThat(apply(STACK).well().out()).contains("changed=2");
  }

  @Test
  void whatAMemberLeavesInASharedPidNamespaceEndsWithIt() throws Exception {
    apply(STACK).well();
    user.jpod("exec", "-d", "shop-shared-0-one", "sh", "-c", "trap '' TERM HUP; sleep 500; :")
        .well();
    List<Long> one = processes("shop-shared-0-one");
    List<Long> two = processes("shop-shared-0-two");
    assertThat(one).hasSizeGreaterThan(2);

    user.jpod("stop", "shop-shared-0-one").well();

    awaitEnd(one);
    assertThat(processes("shop-shared-0-two")).isEqualTo(two);
    user.jpod("start", "shop-shared-0-one").well();
    user.jpod("rm", "--force", "shop-shared-0-one").well();
    assertThat(processes("shop-shared-0-two")).isEqualTo(two);
  }

  @Test
  void whatHasANewRootWithinThatOfItsContainerEndsWithIt() throws Exception {
    apply(STACK.replace("stopSignal: KILL", "stopSignal: KILL\n  privileged: true")).well();
    user.jpod(
            "exec",
            "-d",
            "shop-shared-0-one",
            "sh",
            "-c",
            "mkdir /cage; cp /bin/busybox /cage; exec chroot /cage /busybox sleep 600")
        .well();
    long until = System.nanoTime() + 5_000_000_000L;
    while (processes("shop-shared-0-one").size() < 3 && System.nanoTime() < until) {
      Thread.sleep(50);
    }
    List<Long> one = processes("shop-shared-0-one");
    assertThat(one).hasSize(3);

    user.jpod("stop", "shop-shared-0-one").well();

    awaitEnd(one);
  }

  @Test
  void aContainerThatDiesIsStartedAgainWithoutWhatItLeft() throws Exception {
    apply(STACK).well();
    List<Long> before = twoProcesses("shop-shared-0-two");
    long first = pid("shop-shared-0-two");

    ProcessHandle.of(first).orElseThrow().destroyForcibly();

    long until = System.nanoTime() + 10_000_000_000L;
    while ((pid("shop-shared-0-two") == first || pid("shop-shared-0-two") == 0)
        && System.nanoTime() < until) {
      Thread.sleep(50);
    }
    awaitEnd(before);
    assertThat(twoProcesses("shop-shared-0-two")).doesNotContainAnyElementsOf(before);
  }

  @Test
  void aMonitorThatWasKilledLeavesNothingBehind() throws Exception {
    apply(STACK).well();
    List<Long> one = twoProcesses("shop-shared-0-one");
    long monitor = ProcessHandle.of(one.getFirst()).orElseThrow().parent().orElseThrow().pid();
    ProcessHandle.of(monitor).orElseThrow().destroyForcibly();

    assertThat(apply(STACK).well().out()).contains("changed=1");

    awaitEnd(one);
    assertThat(twoProcesses("shop-shared-0-one")).doesNotContainAnyElementsOf(one);
  }

  @Test
  void aProbeThatTakesTooLongLeavesNothingInTheContainer() throws Exception {
    String checked =
        STACK.replace(
            "solo: {<<: *busy,",
            "solo: {<<: *busy, healthCheck: {command: [sh, -c, \"sleep 333 & sleep 333\"],"
                + " interval: 1h, timeout: 1s, startPeriod: 1s, retries: 1},");
    Path file = user.write("stack.yaml", checked.getBytes(StandardCharsets.UTF_8));
    user.jpod("apply", "--wait", "started", "-f", file.toString()).well();

    List<Long> probing = probing();
    long until = System.nanoTime() + 10_000_000_000L;
    while (probing.isEmpty() && System.nanoTime() < until) {
      probing = probing();
    }
    assertThat(probing).isNotEmpty();

    assertThat(user.jpod("healthcheck", "run", "shop-solo-0").code()).isNotZero();

    awaitEnd(probing);
  }

  private List<Long> probing() throws Exception {
    List<Long> ids = new ArrayList<>();
    for (JsonNode process : user.jpod("top", "-o", "json", "shop-solo-0").well().json()) {
      if (process.get("command").asString().equals("sleep 333")) {
        ids.add(process.get("pid").asLong());
      }
    }
    return ids;
  }

  @Test
  void limitsAreRefusedWithTheirLineOrIgnoredWithOneWarning() throws Exception {
    String limited =
        STACK
            .replace("solo: {<<: *busy,", "solo: {<<: *busy, resources: {memory: 64MiB},")
            .replace("share: [pid, ipc]", "share: [pid, ipc]\n    resources: {pids: 100}");
    assertThat(apply(limited).refusing(3).err())
        .contains("the limit 'pids' would be kept by nobody: no cgroup is delegated")
        .contains("stack.yaml:14)", "JPOD_UNAVAILABLE_LIMITS=ignore");
    assertThat(user.jpod("ps", "--all", "--quiet").well().out()).isEmpty();

    user.with("JPOD_UNAVAILABLE_LIMITS", "ignore");
    Result ignored = apply(limited).well();
    assertThat((ignored.out() + ignored.err()).split("warning: limits are ignored", -1)).hasSize(2);
    assertThat(plan().well().out()).contains("nothing to do");
    assertThat(apply(limited.replace("64MiB", "65MiB")).well().out()).contains("changed=1");
    assertThat(plan().well().out()).contains("nothing to do");

    user.without("JPOD_UNAVAILABLE_LIMITS");
    assertThat(plan().well().out()).contains("nothing to do");
    user.jpod("restart", "shop-solo-0").well();
  }
}
