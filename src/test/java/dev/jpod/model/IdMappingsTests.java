package dev.jpod.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.IdMappings.Range;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdMappingsTests {
  private static final List<Range> SAME = List.of(new Range(0, 0, 4294967295L));

  /** What keeps user 1000 himself: he is 0 outside. */
  private static final IdMappings KEPT =
      new IdMappings(
          List.of(new Range(1000, 0, 1), new Range(0, 1, 1000), new Range(1001, 1001, 100)),
          List.of(new Range(0, 5, 2)));

  @ParameterizedTest
  @CsvSource({"0,1", "999,1000", "1000,0", "1001,1001", "1100,1100", "1101,-1", "-1,-1"})
  void aUserInsideHasOneNumberOutsideOrNone(long inside, long outside) {
    assertThat(KEPT.user(inside)).isEqualTo(outside);
  }

  @ParameterizedTest
  @CsvSource({"0,5", "1,6", "2,-1"})
  void groupsHaveRangesOfTheirOwn(long inside, long outside) {
    assertThat(KEPT.group(inside)).isEqualTo(outside);
  }

  @Test
  void theSameOnBothSidesIsIdentityForUsersAndGroupsTogetherOnly() {
    assertThat(new IdMappings(SAME, SAME).isIdentity()).isTrue();
    assertThat(new IdMappings(SAME, List.of(new Range(0, 1, 1))).isIdentity()).isFalse();
    assertThat(new IdMappings(List.of(new Range(0, 1, 1)), SAME).isIdentity()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,100,10,9,200,1", "9,200,1,0,100,10", "0,100,10,20,109,5", "5,7,1,5,9,1"})
  void rangesThatOverlapOnEitherSideAreRefused(
      long inside, long outside, long count, long inside2, long outside2, long count2) {
    List<Range> ranges =
        List.of(new Range(inside, outside, count), new Range(inside2, outside2, count2));

    assertThatThrownBy(() -> new IdMappings(ranges, SAME)).hasMessageContaining("overlap");
    assertThatThrownBy(() -> new IdMappings(SAME, ranges)).hasMessageContaining("overlap");
  }

  @ParameterizedTest
  @CsvSource({
    "-1,0,1",
    "0,-1,1",
    "0,0,0",
    "0,0,-5",
    "0,0,4294967296",
    "4294967295,0,1",
    "0,4294967290,6",
    "0,1,9223372036854775807"
  })
  void rangesOfNumbersThatTheKernelDoesNotHaveAreRefused(long inside, long outside, long count) {
    assertThatThrownBy(() -> new Range(inside, outside, count))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
