package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextDifferenceTests {
  @Test
  void theSameTextHasNone() {
    assertThat(TextDifference.of("a\nb\n", "a\nb")).isEmpty();
    assertThat(TextDifference.of("", "")).isEmpty();
  }

  @Test
  void whatWentAndCameStandsBetweenSomeOfWhatStayed() {
    assertThat(TextDifference.of("1\n2\n3\n4\n5\n6\n", "1\n2\n3\nfour\n5\n6\n"))
        .containsExactly("  2", "  3", "- 4", "+ four", "  5", "  6");
  }

  @Test
  void whatLiesFarBetweenIsLeftOut() {
    assertThat(TextDifference.of("a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n"))
        .containsExactly("- a", "+ A", "  1", "  2", "...", "  5", "  6", "- b", "+ B");
  }

  @Test
  void linesThatMovedAreFound() {
    assertThat(TextDifference.of("a\nb\nc\n", "b\nc\na\n"))
        .containsExactly("- a", "  b", "  c", "+ a");
    assertThat(TextDifference.of("", "a\n")).containsExactly("+ a");
    assertThat(TextDifference.of("a\n", "")).containsExactly("- a");
  }

  @Test
  void textsOfManyLinesAreComparedWithoutLookingForWhatTheyShare() {
    String before = "a\n" + "b\n".repeat(5000);
    String after = "c\n" + "d\n".repeat(5000);

    assertThat(TextDifference.of(before, after)).hasSize(10_002).startsWith("- a").endsWith("+ d");
  }
}
