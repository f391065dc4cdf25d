package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessTableTests {
  private final long own = ProcessHandle.current().pid();

  @Test
  void aProcessIsAmongTheDescendantsOfItsParent() {
    ProcessTable table = ProcessTable.read();
    long parent = ProcessHandle.current().parent().orElseThrow().pid();

    assertThat(table.all()).contains(own, parent);
    assertThat(table.withDescendants(Set.of(parent))).contains(own, parent);
    assertThat(table.withDescendants(Set.of(own))).contains(own).doesNotContain(parent);
  }

  @Test
  void whoIsNotThereHasNoDescendants() {
    assertThat(ProcessTable.read().withDescendants(Set.of((long) Integer.MAX_VALUE))).isEmpty();
  }
}
