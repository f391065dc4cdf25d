package dev.jpod.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Resources.BlkioThrottle;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitTests {
  private static final Resources ALL =
      new Resources(
          1L,
          2L,
          3L,
          4L,
          5L,
          "0",
          "0",
          6L,
          7,
          List.of(new BlkioThrottle(BlkioThrottle.Kind.READ_BPS, "/dev/sda", 8)));

  @Test
  void everythingThatCanBeAskedForIsALimit() {
    assertThat(Limit.of(ALL)).containsExactly(Limit.values());
    assertThat(Limit.of(Resources.DEFAULT)).isEmpty();
    assertThat(Limit.values()).hasSize(Resources.class.getRecordComponents().length);
  }

  @Test
  void asManyProcessesAsThereAreIsNoLimit() {
    Resources asked = new Resources(null, null, null, null, null, null, null, -1L, null, List.of());

    assertThat(Limit.of(asked)).isEmpty();
  }

  @Test
  void whatIsLeftOutIsAskedForNoMore() {
    for (Limit limit : Limit.values()) {
      assertThat(Limit.of(Limit.without(Set.of(limit), ALL)))
          .isEqualTo(EnumSet.complementOf(EnumSet.of(limit)));
    }
    assertThat(Limit.without(Set.of(), ALL)).isEqualTo(ALL);
    assertThat(Limit.without(EnumSet.allOf(Limit.class), ALL)).isEqualTo(Resources.DEFAULT);
  }
}
