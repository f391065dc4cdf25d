package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Limits of an ordinary user's containers where an administrator has delegated cgroups to him. */
class RootlessLimitsIT {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
        solo: {<<: *idle, networks: none, resources: {memory: 64MiB, cpus: 0.25, pids: 12}}
        pair:
          networks: none
          resources: {memory: 96MiB, pids: 40}
          containers:
            one: {<<: *idle, resources: {memory: 32MiB}}
            two: {<<: *idle}
      """;

  private static final String GREEDY = "x=abcdefgh; while :; do x=$x$x; done";

  private OrdinaryUser user;
  private DelegatedCgroups cgroups;

  @BeforeEach
  void delegate() throws Exception {
    user = OrdinaryUser.create();
    cgroups = DelegatedCgroups.to(user);
    user.importImage();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    try (OrdinaryUser _ = user;
        DelegatedCgroups left = cgroups) {
      user.jpod("destroy", "shop").well();
      assertThat(left.below()).allMatch(each -> each.endsWith("jpod/monitors"));
      assertThat(user.processesDownTo(1)).hasSize(1);
    }
  }

  private Result apply(String stack) throws Exception {
    Path file = user.write("stack.yaml", stack.getBytes(StandardCharsets.UTF_8));
    return user.jpod("apply", "-f", file.toString());
  }

  private Result plan() throws Exception {
    return user.jpod("plan", "-f", user.home().resolve("stack.yaml").toString());
  }

  private JsonNode inspected(String container) throws Exception {
    return user.jpod("inspect", container).well().json().get(0);
  }

  private String id(String container) throws Exception {
    return inspected(container).get("id").asString();
  }

  private Result sh(String container, String script) throws Exception {
    return user.jpod("exec", container, "sh", "-c", script);
  }

  @Test
  void limitsAreThoseOfTheKernelAndChangeLive() throws Exception {
    apply(STACK).well();
    String solo = id("shop-solo-0");
    assertThat(cgroups.read("memory", solo, "memory.limit_in_bytes")).isEqualTo("67108864");
    assertThat(cgroups.read("cpu", solo, "cpu.cfs_quota_us")).isEqualTo("25000");
    assertThat(cgroups.read("pids", solo, "pids.max")).isEqualTo("12");
    String pod = user.jpod("pod", "inspect", "pair").well().json().get(0).get("id").asString();
    assertThat(cgroups.read("memory", pod, "memory.limit_in_bytes")).isEqualTo("100663296");
    assertThat(cgroups.read("memory", pod + "/" + id("shop-pair-0-one"), "memory.limit_in_bytes"))
        .isEqualTo("33554432");
    assertThat(plan().well().out()).contains("nothing to do");
    long pid = inspected("shop-solo-0").get("pid").asLong();

    apply(STACK.replace("64MiB", "80MiB").replace("96MiB", "112MiB").replace("0.25", "0.5")).well();

    assertThat(inspected("shop-solo-0").get("pid").asLong()).isEqualTo(pid);
    assertThat(cgroups.read("memory", solo, "memory.limit_in_bytes")).isEqualTo("83886080");
    assertThat(cgroups.read("cpu", solo, "cpu.cfs_quota_us")).isEqualTo("50000");
    assertThat(cgroups.read("memory", pod, "memory.limit_in_bytes")).isEqualTo("117440512");
    assertThat(plan().well().out()).contains("nothing to do");
  }

  @Test
  void theKernelKeepsThem() throws Exception {
    apply(STACK.replace("pids: 12", "pids: 8")).well();

    Result forks = sh("shop-solo-0", "for i in 1 2 3 4 5 6 7 8 9; do sleep 5 & done; wait");
    assertThat(forks.err()).contains("can't fork");
    Result greedy = sh("shop-solo-0", GREEDY);
    assertThat(greedy.code()).isEqualTo(137);
    assertThat(sh("shop-solo-0", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done").code())
        .isZero();
    String throttled = cgroups.read("cpu", id("shop-solo-0"), "cpu.stat");
    assertThat(throttled).doesNotContain("nr_throttled 0");
  }

  @Test
  void whatIsFrozenStaysFrozenUntilItIsThawedAndCanBeKilled() throws Exception {
    apply(STACK).well();

    user.jpod("pause", "shop-solo-0").well();
    assertThat(user.jpod("ps").well().out()).containsPattern("shop-solo-0 +Up .*\\(paused\\)");
    user.jpod("unpause", "shop-solo-0").well();
    assertThat(sh("shop-solo-0", "echo works").well().out()).isEqualTo("works\n");
    user.jpod("pause", "shop-solo-0").well();
    user.jpod("rm", "--force", "shop-solo-0").well();
  }

  @Test
  void aContainerThatTakesTooMuchMemoryIsToldFromOneThatFails() throws Exception {
    apply(
        STACK.replace(
            "solo: {<<: *idle, networks: none,",
            "solo: {<<: *idle, networks: none, restart: no, command: [sh, -c, \""
                + GREEDY.replace("$", "$$")
                + "\"],"));

    JsonNode state = inspected("shop-solo-0");
    long until = System.nanoTime() + 20_000_000_000L;
    while (!state.toString().contains("out_of_memory") && System.nanoTime() < until) {
      Thread.sleep(100);
      state = inspected("shop-solo-0");
    }
    assertThat(state.toString()).contains("out_of_memory");
  }

  @Test
  void whatIsNotDelegatedAnyMoreIsNamedWhenAContainerIsToStartInIt() throws Exception {
    apply(STACK).well();
    user.jpod("stop", "shop-solo-0").well();
    String memory = "/sys/fs/cgroup/memory/user-" + user.id();
    OrdinaryUser.asRoot(List.of("chown", "0", memory)).well();

    assertThat(user.jpod("start", "shop-solo-0").refusing(125).err())
        .contains("was made in the cgroup '/user-" + user.id() + "', which is not delegated")
        .contains("'jpod rm --force shop-solo-0'");
    OrdinaryUser.asRoot(List.of("chown", Integer.toString(user.id()), memory)).well();
    user.jpod("start", "shop-solo-0").well();
  }

  @Test
  void limitsOfAPodAreNotForgottenWithADelegation() throws Exception {
    apply(STACK).well();
    user.jpod("pod", "stop", "pair").well();
    String memory = "/sys/fs/cgroup/memory/user-" + user.id();
    OrdinaryUser.asRoot(List.of("chown", "0", memory)).well();

    assertThat(user.jpod("pod", "start", "pair").refusing(125).err())
        .contains("pod 'shop-pair-0' has limits, which nobody would keep any more: no cgroup is")
        .contains("let jpod ignore such limits by JPOD_UNAVAILABLE_LIMITS=ignore");
    OrdinaryUser.asRoot(List.of("chown", Integer.toString(user.id()), memory)).well();
    user.jpod("pod", "start", "pair").well();
    assertThat(cgroups.read("memory", pod("shop-pair-0"), "memory.limit_in_bytes"))
        .isEqualTo(Long.toString(96 << 20));
  }

  private String pod(String name) throws Exception {
    return user.jpod("pod", "inspect", name).well().json().get(0).get("id").asString();
  }

  @Test
  void whatIsDelegatedToAnotherIsNotTaken() throws Exception {
    for (String controller : List.of("cpu", "memory", "pids")) {
      OrdinaryUser.asRoot(
              List.of("chown", "0", "/sys/fs/cgroup/" + controller + "/user-" + user.id()))
          .well();
    }

    assertThat(apply(STACK).refusing(3).err())
        .contains("the limit 'memory' would be kept by nobody")
        .contains("no cgroup is delegated to user " + user.id());
    assertThat(user.jpod("ps", "--all", "--quiet").well().out()).isEmpty();
  }
}
