package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTests {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "10, 10000",
    "0.5, 500",
    "10s, 10000",
    "500ms, 500",
    "1m30s, 90000",
    "1h, 3600000",
    "1.5h, 5400000",
    "1d2h3m4s5ms, 93784005",
    "0.001s, 1"
  })
  void unitsAddUp(String text, long millis) throws Mistake {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "-1s",
        "1x",
        "1s1m",
        "1s1s",
        "1 s",
        "1.s",
        ".5s",
        "1m30",
        "1e3s",
        "0.0001s",
        "0.5ms",
        "366d",
        "99999999999999999999s",
        "999999999999s"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(Mistake.class);
  }

  @Test
  void hoursMinutesSecondsAndMillisecondsAddUp() {
    qt().forAll(
            integers().between(0, 1000),
            integers().between(0, 59),
            integers().between(0, 59),
            integers().between(0, 999))
        .checkAssert(
            (h, m, s, ms) ->
                assertThat(parse(h + "h" + m + "m" + s + "s" + ms + "ms"))
                    .isEqualTo(Duration.ofHours(h).plusMinutes(m).plusSeconds(s).plusMillis(ms)));
  }

  private static Duration parse(String text) {
    try {
      return Durations.parse(text);
    } catch (Mistake mistake) {
      throw new AssertionError(mistake);
    }
  }
}
