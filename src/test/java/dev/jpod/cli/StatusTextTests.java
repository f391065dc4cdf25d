package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ContainerStatus.Reason;
import dev.jpod.observed.Health;
import dev.jpod.observed.ObservedContainer;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusTextTests {
  private static final Instant THEN = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void everyStateReadsAsPeopleKnowIt() {
    assertThat(text(new ContainerStatus.Created())).isEqualTo("Created");
    assertThat(text(new ContainerStatus.Incomplete())).isEqualTo("Incomplete");
    assertThat(text(new ContainerStatus.Removing())).isEqualTo("Removing");
    assertThat(text(new ContainerStatus.Running(1, THEN, Monitor.ALIVE))).isEqualTo("Up 5 minutes");
    assertThat(text(new ContainerStatus.Running(1, THEN, Monitor.GONE)))
        .isEqualTo("Up 5 minutes (unmonitored)");
    assertThat(text(new ContainerStatus.Paused(1, THEN, Monitor.ALIVE)))
        .isEqualTo("Up 5 minutes (paused)");
    assertThat(text(new ContainerStatus.Restarting(3, THEN.plusSeconds(330))))
        .isEqualTo("Restarting (3) in 30 seconds");
    assertThat(text(new ContainerStatus.Restarting(3, null))).isEqualTo("Restarting (3)");
    assertThat(text(new ContainerStatus.Exited(0, THEN, Cause.BY_ITSELF)))
        .isEqualTo("Exited (0) 5 minutes ago");
    assertThat(text(new ContainerStatus.Exited(137, THEN, Cause.OUT_OF_MEMORY)))
        .isEqualTo("Exited (137) 5 minutes ago, out of memory");
    assertThat(text(new ContainerStatus.Exited(1, THEN, Cause.START_FAILED)))
        .isEqualTo("Exited (1) 5 minutes ago, start failed");
    assertThat(text(new ContainerStatus.Lost(Reason.REBOOT))).isEqualTo("Lost (reboot)");
    assertThat(text(new ContainerStatus.Lost(Reason.RUN_FOLDER_GONE)))
        .isEqualTo("Lost (session ended)");
    assertThat(text(new ContainerStatus.Lost(Reason.PROCESS_GONE))).isEqualTo("Lost (killed)");
  }

  @Test
  void theHealthOfARunningContainerStandsBehindItsState() {
    TreeMap<String, String> well = new TreeMap<>();
    TreeMap<String, String> unchecked = new TreeMap<>();
    unchecked.put(ObservedContainer.HEALTH_CHECK, ObservedContainer.UNCHECKED);

    assertThat(text(Observations.checked(Health.STARTING, well)))
        .isEqualTo("Up 5 minutes (health: starting)");
    assertThat(text(Observations.checked(Health.HEALTHY, well)))
        .isEqualTo("Up 5 minutes (healthy)");
    assertThat(text(Observations.checked(Health.UNHEALTHY, well)))
        .isEqualTo("Up 5 minutes (unhealthy)");
    assertThat(text(Observations.checked(Health.HEALTHY, unchecked)))
        .isEqualTo("Up 5 minutes (unchecked)");
  }

  private static String text(ObservedContainer container) {
    return StatusText.of(container, THEN.plusSeconds(300));
  }

  private static String text(ContainerStatus status) {
    return StatusText.of(
        Observations.container("a".repeat(64), null, status), THEN.plusSeconds(300));
  }
}
