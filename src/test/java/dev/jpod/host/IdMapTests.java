package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdMapTests {
  private static final String ALL = "         0          0 4294967295\n";
  private static final String PART =
      """
           70000     400000          9
               1     231072      65536
               0       1016          1
      """;

  @Test
  void idsAreThereUpToTheFirstGap() {
    assertThat(IdMap.of(PART, PART)).isEqualTo(new IdMap(65537, 65537));
    assertThat(IdMap.of("1 1000 9\n", "")).isEqualTo(new IdMap(0, 0));
  }

  @Test
  void aHostHasAll() {
    assertThat(IdMap.of(ALL, ALL)).isEqualTo(IdMap.ALL);
    assertThat(IdMap.ALL.isPart()).isFalse();
    assertThat(IdMap.of(ALL, PART).isPart()).isTrue();
  }

  @Test
  void oneUserOrGroupIsNobodyBesideRoot() {
    assertThat(IdMap.of("0 1000 1\n", PART).isSingle()).isTrue();
    assertThat(IdMap.of(PART, "0 1000 1\n").isSingle()).isTrue();
    assertThat(IdMap.of(PART, PART).isSingle()).isFalse();
  }
}
