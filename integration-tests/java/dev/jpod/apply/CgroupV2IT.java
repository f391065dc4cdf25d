package dev.jpod.apply;

import static dev.jpod.apply.SeenPod.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.apply.Store.Seen;
import dev.jpod.host.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pods on a host with version 2 of the cgroups. */
@NeedsRoot("mounting version 2 of the cgroups in place of version 1")
class CgroupV2IT {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
        shared:
          share: [net, pid, ipc, cgroup]
          containers: {one: {<<: *idle}, two: {<<: *idle}}
        only:
          share: [cgroup]
          containers: {one: {<<: *idle}, two: {<<: *idle}}
        apart:
          containers: {one: {<<: *idle}, two: {<<: *idle, privileged: true}}
        solo: {<<: *idle}
      """;

  private Store store;
  private CgroupV2View view;

  @BeforeEach
  void open() throws IOException {
    store = new Store();
    view = CgroupV2View.ofHost();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    try (Store opened = store;
        CgroupV2View _ = view) {
      for (String stack : Store.entries(opened.layout().stacks())) {
        jpod("destroy", stack).well();
      }
      Footprint.awaitNothing(opened);
    }
  }

  private Result jpod(String... arguments) throws Exception {
    return store.run(view.argv(store.argv(arguments)));
  }

  private Result apply(String stack) throws Exception {
    return jpod("apply", "-f", store.write("stack.yaml", stack).toString());
  }

  private Result sh(String container, String script) throws Exception {
    List<String> argv = new ArrayList<>(store.argv("exec"));
    argv.addAll(List.of(container, "sh", "-c", script));
    return store.run(view.argv(argv));
  }

  @Test
  void thoseWhoShareTheCgroupNamespaceSeeTheCgroupOfThePodAsItsRoot() throws Exception {
    apply(STACK).well();

    for (String pod : List.of("shared", "only")) {
      Seen one = store.container("shop-" + pod + "-0-one");
      Seen two = store.container("shop-" + pod + "-0-two");
      assertThat(namespace(one.pid(), "cgroup"))
          .isEqualTo(namespace(two.pid(), "cgroup"))
          .isEqualTo(inspected(pod).at("/namespaces").findValuesAsString("inode").getLast())
          .isNotEqualTo(namespace(ProcessHandle.current().pid(), "cgroup"));
      assertThat(cgroup(one.pid())).isEqualTo(podCgroup(pod) + "/" + one.id());
      assertThat(sh(one.name(), "tail -n 1 /proc/self/cgroup; ls /sys/fs/cgroup").well().out())
          .startsWith("0::/" + one.id() + "\n")
          .contains("\n" + two.id() + "\n");
    }
    long infra = SeenPod.of(store, "shop-shared-0").infra();
    assertThat(namespace(infra, "cgroup"))
        .isEqualTo(namespace(store.container("shop-shared-0-one").pid(), "cgroup"));
    assertThat(SeenPod.of(store, "shop-only-0").infra()).isZero();
  }

  @Test
  void withoutItEachContainerHasOneOfItsOwn() throws Exception {
    apply(STACK).well();
    Seen one = store.container("shop-apart-0-one");

    assertThat(namespace(one.pid(), "cgroup"))
        .isNotEqualTo(namespace(store.container("shop-apart-0-two").pid(), "cgroup"))
        .isNotEqualTo(namespace(store.container("shop-solo-0").pid(), "cgroup"))
        .isNotEqualTo(namespace(ProcessHandle.current().pid(), "cgroup"));
    assertThat(cgroup(one.pid())).isEqualTo(podCgroup("apart") + "/" + one.id());
    assertThat(sh(one.name(), "tail -n 1 /proc/self/cgroup").well().out()).isEqualTo("0::/\n");
  }

  @Test
  void aCgroupNamespaceThatIsLostIsTakenFromAMemberOrMadeAnew() throws Exception {
    apply(STACK).well();
    for (String pod : List.of("shared", "only")) {
      JsonNode held = inspected(pod).get("namespaces");
      store.run(view.argv(List.of("umount", path(held, "cgroup")))).well();
      assertThat(inspected(pod).get("state").asString()).isEqualTo("degraded");

      apply(STACK).well();

      assertThat(inspected(pod).get("state").asString()).isEqualTo("up");
      assertThat(namespace(store.container("shop-" + pod + "-0-two").pid(), "cgroup"))
          .isEqualTo(namespace(store.container("shop-" + pod + "-0-one").pid(), "cgroup"));
      jpod("pod", "restart", pod).well();
      assertThat(namespace(store.container("shop-" + pod + "-0-two").pid(), "cgroup"))
          .isEqualTo(namespace(store.container("shop-" + pod + "-0-one").pid(), "cgroup"));
    }
    assertThat(apply(STACK).well().out()).contains("changed=0");
  }

  @Test
  void whatAContainerHidInACgroupOfItsOwnEndsWithIt() throws Exception {
    apply(STACK).well();
    sh(
            "shop-apart-0-two",
            """
            mkdir /sys/fs/cgroup/inner
            setsid sh -c 'echo $$ > /sys/fs/cgroup/inner/cgroup.procs; exec sleep 2000' >&- 2>&- &
            until grep -q . /sys/fs/cgroup/inner/cgroup.procs; do sleep 0.1; done
            """)
        .well();
    JsonNode hidden = process("shop-apart-0-two", "sleep 2000");
    long pid = hidden.get("pid").asLong();
    assertThat(cgroup(pid)).endsWith("/inner");

    jpod("pause", "shop-apart-0-two").well();
    assertThat(jpod("ps").well().out()).containsPattern("shop-apart-0-two +Up .*\\(paused\\)");
    jpod("stop", "shop-apart-0-two").well();

    assertThat(ProcFs.startTicks(pid)).as("start time of the hidden process").isZero();
    assertThat(store.container("shop-apart-0-one").runs()).isTrue();
    jpod("start", "shop-apart-0-two").well();
    assertThat(store.container("shop-apart-0-two").runs()).isTrue();
  }

  @Test
  void limitsThatNobodyWouldKeepAreRefused() throws Exception {
    view.close();
    view = CgroupV2View.withoutLimits(store.folder());
    for (String limited :
        List.of(
            STACK + "  more: {<<: *idle, resources: {memory: 64MiB}}\n",
            STACK.replace("share: [cgroup]", "share: [cgroup]\n    resources: {memory: 64MiB}"))) {
      Result refused = apply(limited);
      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err())
          .contains("the limit 'memory' would be kept by nobody")
          .contains("no controller 'memory' (", "stack.yaml:", "or take 'memory' out");
      assertThat(jpod("ps", "--all", "--quiet").well().out()).isEmpty();
    }
  }

  private JsonNode inspected(String pod) throws Exception {
    return jpod("pod", "inspect", pod).well().json().get(0);
  }

  private String podCgroup(String pod) throws Exception {
    return "/jpod/" + SeenPod.of(store, "shop-" + pod + "-0").id();
  }

  private static String path(JsonNode held, String kind) {
    for (JsonNode namespace : held) {
      if (namespace.get("kind").asString().equals(kind)) {
        return namespace.get("path").asString();
      }
    }
    throw new AssertionError("no " + kind + " in " + held);
  }

  private JsonNode process(String container, String command) throws Exception {
    for (JsonNode process : jpod("top", "-o", "json", container).well().json()) {
      if (process.get("command").asString().equals(command)) {
        return process;
      }
    }
    throw new AssertionError("no " + command + " in " + container);
  }

  /** The cgroup of version 2 that a process is in. */
  private static String cgroup(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
      if (line.startsWith("0::")) {
        return line.substring(3);
      }
    }
    throw new AssertionError(pid + " is in no cgroup of version 2");
  }
}
