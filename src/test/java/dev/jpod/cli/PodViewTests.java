package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.engine.PodHoldings;
import dev.jpod.model.Endpoint;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ContainerStatus.Reason;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import dev.jpod.observed.PodStatus.Defect;
import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import dev.jpod.store.StoreLayout;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodViewTests {
  private static final PodStatus UP = new PodStatus.Up(Set.of());
  private static final PodStatus DOWN = new PodStatus.Down(PodStatus.Reason.STOPPED);
  private static final ContainerStatus RUNNING =
      new ContainerStatus.Running(4711, Observations.START, Monitor.ALIVE);
  private static final ContainerStatus PAUSED =
      new ContainerStatus.Paused(4711, Observations.START, Monitor.ALIVE);
  private static final ContainerStatus CREATED = new ContainerStatus.Created();
  private static final ContainerStatus EXITED =
      new ContainerStatus.Exited(0, Observations.START, Cause.STOPPED);
  private static final ContainerStatus COMPLETED =
      new ContainerStatus.Exited(0, Observations.START, Cause.BY_ITSELF);

  @Test
  void theStateIsPodmansWordForIt() {
    assertThat(state(UP, RUNNING, RUNNING)).isEqualTo("Running");
    assertThat(state(UP, RUNNING, COMPLETED)).isEqualTo("Running");
    assertThat(state(UP, RUNNING, EXITED)).isEqualTo("Degraded");
    assertThat(state(UP, RUNNING, CREATED)).isEqualTo("Degraded");
    assertThat(state(UP, RUNNING, PAUSED)).isEqualTo("Degraded");
    assertThat(state(UP, PAUSED, PAUSED)).isEqualTo("Paused");
    assertThat(state(UP, new ContainerStatus.Restarting(1, null))).isEqualTo("Running");
    assertThat(state(DOWN, EXITED, COMPLETED)).isEqualTo("Exited");
    assertThat(state(DOWN, new ContainerStatus.Lost(Reason.REBOOT))).isEqualTo("Exited");
    assertThat(state(DOWN, EXITED, CREATED)).isEqualTo("Stopped");
    assertThat(state(DOWN, CREATED, CREATED)).isEqualTo("Created");
    assertThat(state(DOWN)).isEqualTo("Created");
    assertThat(state(new PodStatus.Incomplete(), CREATED)).isEqualTo("Incomplete");
    assertThat(state(new PodStatus.Removing(), CREATED)).isEqualTo("Removing");
  }

  @Test
  void whatIsMissingOfAPodThatRunsDegradesIt() {
    PodStatus broken = new PodStatus.Up(Set.of(Defect.LINKS));

    assertThat(state(broken, RUNNING)).isEqualTo("Degraded");
    assertThat(state(broken, EXITED)).isEqualTo("Exited");
  }

  @Test
  void aPodHasEveryPromisedField(@TempDir Path folder) {
    PodView view =
        new PodView(
            pod('a', new PodStatus.Up(Set.of(Defect.RULES, Defect.LINKS))),
            PodRole.SERVING,
            List.of(Observations.running('b', new InstanceKey("shop", "web", 0, "web"))));
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    Output out = new Output(target);
    StoreLayout empty = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    PodJson.list(out, List.of(view), new PodHoldings(empty));
    out.flush();

    assertThat(target.toString(UTF_8))
        .startsWith(
            """
            [
              {
                "id" : "%s",
                "name" : "shop-web-0",
                "stack" : "shop",
                "pod" : "web",
                "replica" : 0,
                "generation" : 1,
                "status" : "Degraded",
                "state" : "degraded",
                "defects" : [
                  "links",
                  "rules"
                ],
                "infra" : {
                  "state" : "none",
                  "pid" : null
                },
                "created" : "2026-11-23T10:00:00Z",
                "networks" : [
                  {
                    "network" : "shop_default",
                    "interface" : "eth0",
                    "hostInterface" : "jp0v0",
                    "mac" : "02:00:00:00:00:01",
                    "addresses" : [
                      "10.89.0.2"
                    ],
                    "names" : [
                      "web"
                    ]
                  }
                ],
                "ports" : [
                  {
                    "hostPort" : 8080,
                    "containerPort" : 80,
                    "count" : 1,
                    "protocol" : "tcp"
                  },
                  {
                    "hostIP" : "127.0.0.1",
                    "hostPort" : 5000,
                    "containerPort" : 6000,
                    "count" : 3,
                    "protocol" : "udp"
                  }
                ],
                "containers" : [
                  {
                    "id" : "%s",
            """
                .formatted("a".repeat(64), "b".repeat(64)));
  }

  @Test
  void portsAreShownAsPeopleKnowThem() {
    assertThat(PortsText.of(pod('a', UP).ports()))
        .isEqualTo("0.0.0.0:8080->80/tcp, 127.0.0.1:5000-5002->6000-6002/udp");
    assertThat(PortsText.of(List.of(new PortMapping("fd00::1", 53, 53, 1, Protocol.SCTP))))
        .isEqualTo("[fd00::1]:53->53/sctp");
    assertThat(PortsText.of(List.of())).isEqualTo("-");
  }

  @Test
  void podsAreFoundByNamePlaceFamilyAndId() {
    ObservedPod pod = pod('a', UP);
    PodSelection selection = new PodSelection(List.of(pod));

    assertThat(selection.all(List.of("shop-web-0", "web[0]", "shop/web[0]", "web", "aaa")))
        .containsExactly(pod);
    assertThat(selection.find("shop")).isNull();
  }

  @Test
  void ofTwoPodsOfOneNameTheOneThatServesIsMeant() {
    ObservedPod old = pod('a', UP);
    for (Stage stage : Stage.values()) {
      ObservedPod next = pod('b', 2, UP, new Takeover(old.id(), stage));
      PodSelection selection = new PodSelection(List.of(old, next));

      ObservedPod meant = stage == Stage.STANDBY ? old : next;
      assertThat(selection.all(List.of("shop-web-0", "web[0]", "web"))).containsExactly(meant);
      assertThat(selection.all(List.of("aaa", "bbb"))).containsExactly(old, next);
    }
  }

  private static String state(PodStatus status, ContainerStatus... containers) {
    List<ObservedContainer> made = new ArrayList<>();
    for (int i = 0; i < containers.length; i++) {
      made.add(container(i, containers[i]));
    }
    return new PodView(pod('a', status), PodRole.SERVING, made).state();
  }

  /** One that is not started again when it ends. */
  private static ObservedContainer container(int index, ContainerStatus status) {
    ObservedContainer plain =
        Observations.container(
            Integer.toString(index).repeat(64),
            new InstanceKey("shop", "web", 0, "c" + index),
            status);
    TreeMap<String, String> applied = new TreeMap<>();
    applied.put("restart", "no");
    return new ObservedContainer(
        plain.id(),
        plain.name(),
        plain.owner(),
        plain.pod(),
        plain.generation(),
        applied,
        plain.live(),
        plain.status(),
        plain.image(),
        plain.imageName(),
        plain.created(),
        plain.restarts(),
        plain.wanted(),
        plain.health());
  }

  private static ObservedPod pod(char digit, PodStatus status) {
    return pod(digit, 1, status, null);
  }

  private static ObservedPod pod(
      char digit, int generation, PodStatus status, @Nullable Takeover takeover) {
    PodKey key = new PodKey("shop", "web", 0);
    return new ObservedPod(
        String.valueOf(digit).repeat(64),
        key.podName(),
        key,
        generation,
        new TreeMap<>(),
        new TreeMap<>(),
        status,
        List.of(
            new Endpoint(
                "shop_default",
                "eth0",
                "jp0v0",
                List.of("10.89.0.2"),
                "02:00:00:00:00:01",
                List.of("web"))),
        List.of(
            new PortMapping("", 8080, 80, 1, Protocol.TCP),
            new PortMapping("127.0.0.1", 5000, 6000, 3, Protocol.UDP)),
        Observations.START,
        takeover);
  }
}
