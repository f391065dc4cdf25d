package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProcessUsageTests {
  @Test
  void aProcessHasThreadsAndMemoryAndTime() {
    ProcessUsage usage = Objects.requireNonNull(ProcessUsage.of(ProcessHandle.current().pid()));

    assertThat(usage.threads()).isGreaterThan(1);
    assertThat(usage.memory()).isBetween(10L << 20, 1L << 40);
    assertThat(usage.cpuNanos()).isPositive();
  }

  @Test
  void aProcessThatIsNotThereUsesNothing() {
    assertThat(ProcessUsage.of(Integer.MAX_VALUE)).isNull();
  }
}
