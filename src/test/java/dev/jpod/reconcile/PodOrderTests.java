package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Digest;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PodOrderTests {
  @Test
  void initContainersComeFirstOneAfterTheOther() {
    ObservedContainer fetch = container("fetch", Map.of());
    ObservedContainer check = container("check", Map.of("dependsOn.web.fetch", "completed"));
    ObservedContainer app = container("app", Map.of("dependsOn.web.check", "completed"));
    ObservedContainer side = container("side", Map.of("dependsOn.web.check", "completed"));
    PodOrder order = PodOrder.of(List.of(app, check, fetch, side));

    assertThat(order.waves()).containsExactly(List.of(fetch), List.of(check), List.of(app, side));
    assertThat(order.completedBefore(app)).containsExactly(check);
    assertThat(order.completedBefore(fetch)).isEmpty();
  }

  @Test
  void whatOtherPodsHaveIsNoReasonToWait() {
    ObservedContainer one =
        container("one", Map.of("dependsOn.db", "started", "dependsOn.webb.two", "started"));
    ObservedContainer two = container("two", Map.of("dependsOn.web.gone", "started"));

    assertThat(PodOrder.of(List.of(one, two)).waves()).containsExactly(List.of(one, two));
  }

  @Test
  void aCircleComesAtOnce() {
    ObservedContainer one = container("one", Map.of("dependsOn.web.two", "started"));
    ObservedContainer two = container("two", Map.of("dependsOn.web.one", "started"));
    ObservedContainer three = container("three", Map.of());

    assertThat(PodOrder.of(List.of(one, two, three)).waves())
        .containsExactly(List.of(three), List.of(one, two));
  }

  @Test
  void onlyWhatEndsByItselfAndWellIsCompleted() {
    assertThat(PodOrder.isCompleted(ended(Map.of("restart", "no"), 0, Cause.BY_ITSELF))).isTrue();
    assertThat(PodOrder.isCompleted(ended(Map.of("restart", "on-failure:3"), 0, Cause.BY_ITSELF)))
        .isTrue();
    assertThat(PodOrder.isCompleted(ended(Map.of("restart", "no"), 1, Cause.BY_ITSELF))).isFalse();
    assertThat(PodOrder.isCompleted(ended(Map.of("restart", "no"), 0, Cause.STOPPED))).isFalse();
    assertThat(PodOrder.isCompleted(ended(Map.of(), 0, Cause.BY_ITSELF))).isFalse();
    assertThat(PodOrder.isCompleted(container("a", Map.of("restart", "no")))).isFalse();
  }

  private static ObservedContainer ended(Map<String, String> applied, int code, Cause cause) {
    return container("a", applied, new ContainerStatus.Exited(code, Instant.EPOCH, cause));
  }

  private static ObservedContainer container(String name, Map<String, String> applied) {
    return container(name, applied, new ContainerStatus.Created());
  }

  private static ObservedContainer container(
      String name, Map<String, String> applied, ContainerStatus status) {
    InstanceKey key = new InstanceKey("shop", "web", 0, name);
    return new ObservedContainer(
        name,
        key.containerName(),
        key,
        "pod",
        1,
        new TreeMap<>(applied),
        new TreeMap<>(),
        status,
        Digest.sha256("0".repeat(64)),
        "localhost/busybox:1",
        Instant.EPOCH,
        0,
        Wanted.RUNNING,
        null);
  }
}
