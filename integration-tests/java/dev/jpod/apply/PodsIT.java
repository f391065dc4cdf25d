package dev.jpod.apply;

import static dev.jpod.apply.SeenPod.cgroups;
import static dev.jpod.apply.SeenPod.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the containers of a pod share, and what becomes of it when something in it dies. */
class PodsIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
        duo:
          hostname: duo.example
          extraHosts: {far.example: 192.0.2.9}
          dns: {search: [example.org]}
          resources: {pids: 64}
          initContainers:
            prepare:
              <<: *idle
              command: [sh, -c, "echo prepared > /data/page"]
              volumes: ["data:/data"]
          containers:
            web:
              <<: *idle
              command: [httpd, -f, -p, "127.0.0.1:80", -h, /data]
              volumes: ["data:/data:ro"]
            side: {<<: *idle}
        solo: {<<: *idle}
        apart:
          share: []
          containers: {one: {<<: *idle}, two: {<<: *idle}}
      """;

  @BeforeEach
  void apply() throws Exception {
    store.apply(STACK).well();
  }

  @Test
  void theContainersOfAPodShareWhatTheySay() throws Exception {
    long web = store.container("shop-duo-0-web").pid();
    long side = store.container("shop-duo-0-side").pid();
    SeenPod duo = SeenPod.of(store, "shop-duo-0");

    for (String kind : List.of("net", "pid", "ipc")) {
      assertThat(namespace(web, kind))
          .as(kind)
          .isEqualTo(namespace(side, kind))
          .isEqualTo(namespace(duo.infra(), kind))
          .isNotEqualTo(namespace(ProcessHandle.current().pid(), kind));
    }
    assertThat(namespace(web, "uts")).isNotEqualTo(namespace(side, "uts"));
    assertThat(namespace(web, "mnt")).isNotEqualTo(namespace(side, "mnt"));
    for (long pid : new long[] {web, side, duo.infra()}) {
      assertThat(cgroups(pid)).allMatch(path -> path.contains("/" + duo.id() + "/"));
    }
    assertThat(cgroups(web)).doesNotContainAnyElementsOf(cgroups(side));
    assertThat(store.sh("shop-duo-0-side", "ps").well().out().lines())
        .anyMatch(line -> line.matches(" +1 .*catatonit.*"))
        .anyMatch(line -> line.contains("httpd"))
        .anyMatch(line -> line.contains("sleep 1000"));
    assertThat(store.sh("shop-duo-0-side", "wget -qO - http://localhost/page").well().out())
        .as("what the init container left, by way of localhost")
        .isEqualTo("prepared\n");
    store.sh("shop-duo-0-web", "echo shared > /dev/shm/note").well();
    assertThat(store.sh("shop-duo-0-side", "cat /dev/shm/note").well().out()).isEqualTo("shared\n");
    for (String member : List.of("shop-duo-0-web", "shop-duo-0-side")) {
      assertThat(store.sh(member, "hostname; cat /etc/hostname").well().out())
          .isEqualTo("duo.example\nduo.example\n");
      assertThat(store.sh(member, "cat /etc/hosts").well().out())
          .contains("192.0.2.9 far.example", " duo.example");
      assertThat(store.sh(member, "cat /etc/resolv.conf").well().out())
          .contains("search example.org", "nameserver ");
    }
  }

  @Test
  void limitsOfAPodChangeInPlaceAndAreFoundAsTheyWereWritten() throws Exception {
    Seen web = store.container("shop-duo-0-web");
    for (String limits : List.of("memory: 64MiB", "cpus: 0.5, cpuShares: 512", "pids: -1")) {
      String stack = STACK.replace("pids: 64", limits);
      store.apply(stack).well();
      store.staysAsItIs(stack);
    }
    String without = STACK.replace("    resources: {pids: 64}\n", "");
    assertThat(without).isNotEqualTo(STACK);
    store.apply(without).well();
    store.staysAsItIs(without);
    assertThat(store.container("shop-duo-0-web")).isEqualTo(web);
  }

  @Test
  void podsThatShareNothingAndPodsOfOneHoldNothingMore() throws Exception {
    long one = store.container("shop-apart-0-one").pid();
    long two = store.container("shop-apart-0-two").pid();

    for (String kind : List.of("net", "pid", "ipc", "uts", "mnt")) {
      assertThat(namespace(one, kind)).as(kind).isNotEqualTo(namespace(two, kind));
    }
    assertThat(SeenPod.of(store, "shop-apart-0").infra()).isZero();
    assertThat(SeenPod.of(store, "shop-solo-0").infra()).isZero();
    assertThat(store.sh("shop-solo-0", "ps").well().out())
        .doesNotContain("catatonit")
        .containsPattern(" 1 .*sleep 1000");
  }

  @Test
  void aMemberThatDiesIsStartedAgainInTheSamePod() throws Exception {
    Seen web = store.container("shop-duo-0-web");
    Seen side = store.container("shop-duo-0-side");
    SeenPod duo = SeenPod.of(store, "shop-duo-0");

    ProcessHandle.of(web.pid()).orElseThrow().destroyForcibly();
    Seen again = awaitAnother(web);

    assertThat(again.id()).isEqualTo(web.id());
    assertThat(SeenPod.of(store, "shop-duo-0")).isEqualTo(duo);
    assertThat(store.container("shop-duo-0-side")).isEqualTo(side);
    assertThat(namespace(again.pid(), "net")).isEqualTo(namespace(side.pid(), "net"));
    assertThat(namespace(again.pid(), "pid")).isEqualTo(namespace(side.pid(), "pid"));
  }

  private Seen awaitAnother(Seen before) throws Exception {
    Seen now = store.container(before.name());
    for (int look = 0; look < 500 && (now.pid() == before.pid() || !now.runs()); look++) {
      Thread.sleep(20);
      now = store.container(before.name());
    }
    assertThat(now.runs()).isTrue();
    assertThat(now.pid()).isNotEqualTo(before.pid());
    return now;
  }

  @Test
  void aDeadInfraProcessIsSeenAndThePodIsRaisedAnew() throws Exception {
    SeenPod duo = SeenPod.of(store, "shop-duo-0");
    Seen solo = store.container("shop-solo-0");
    String web = store.container("shop-duo-0-web").id();

    ProcessHandle.of(duo.infra()).orElseThrow().destroyForcibly();
    awaitEnd(duo.infra());
    List<String> reasons = new ArrayList<>();
    for (JsonNode change : store.plan(STACK).get("changes")) {
      reasons.add(change.get("name").asString() + " " + change.path("reasons").path(0).asString());
    }
    store.apply(STACK).well();

    assertThat(reasons).contains("shop-duo-0 infra-gone").noneMatch(line -> line.contains("solo"));
    assertThat(SeenPod.of(store, "shop-duo-0").id()).isEqualTo(duo.id());
    assertThat(SeenPod.of(store, "shop-duo-0").infra()).isNotEqualTo(duo.infra());
    assertThat(store.running()).contains("shop-duo-0-side", "shop-duo-0-web", "shop-solo-0");
    assertThat(store.container("shop-duo-0-web").id()).isEqualTo(web);
    assertThat(store.container("shop-solo-0")).isEqualTo(solo);
    assertThat(store.sh("shop-duo-0-side", "wget -qO - http://localhost/page").well().out())
        .isEqualTo("prepared\n");
    store.staysAsItIs(STACK);
  }

  private static void awaitEnd(long pid) throws InterruptedException {
    while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      Thread.sleep(5);
    }
  }
}
