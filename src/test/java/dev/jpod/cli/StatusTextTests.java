package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ContainerStatus.Reason;
import java.time.Instant;
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
    assertThat(text(new ContainerStatus.Lost(Reason.PROCESS_GONE))).isEqualTo("Lost (killed)");
  }

  private static String text(ContainerStatus status) {
    return StatusText.of(status, THEN.plusSeconds(300));
  }
}
