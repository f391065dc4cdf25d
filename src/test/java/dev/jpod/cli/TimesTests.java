package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTests {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void aNumberAloneIsSeconds() {
    assertThat(Times.duration("0")).isEqualTo(Duration.ZERO);
    assertThat(Times.duration("10")).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void unitsAddUp() {
    assertThat(Times.duration("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Times.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Times.duration("1d2h3m4s5ms"))
        .isEqualTo(Duration.ofDays(1).plusHours(2).plusMinutes(3).plusSeconds(4).plusMillis(5));
  }

  @Test
  void whatIsNoDurationIsNone() {
    for (String text :
        new String[] {"", "s", "-1", "1.5", "10x", "1h30", "h1", "1 s", "9999999999", "١"}) {
      assertThat(Times.duration(text)).as(text).isNull();
    }
  }

  @Test
  void aPointInTimeIsAgoOrADateOrSecondsSince1970() {
    assertThat(Times.point("10m", NOW)).isEqualTo(NOW.minusSeconds(600));
    assertThat(Times.point("0s", NOW)).isEqualTo(NOW);
    assertThat(Times.point("2026-11-23T09:00:00+01:00", NOW))
        .isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
    assertThat(Times.point("1732000000", NOW)).isEqualTo(Instant.ofEpochSecond(1732000000));
    for (String text : new String[] {"", "yesterday", "2026-11-23", "99999999999999"}) {
      assertThat(Times.point(text, NOW)).as(text).isNull();
    }
  }

  @Test
  void aDateDependsOnNothing() {
    assertThat(Times.date("0")).isEqualTo(Instant.EPOCH);
    assertThat(Times.date("1732000000")).isEqualTo(Instant.ofEpochSecond(1732000000));
    assertThat(Times.date("1970-01-01T01:00:00+01:00")).isEqualTo(Instant.EPOCH);
    for (String text : new String[] {"", "10m", "-1", "9999999999999"}) {
      assertThat(Times.date(text)).as(text).isNull();
    }
  }

  @Test
  void anAgeIsSaidInTheLargestUnitThatFits() {
    assertThat(Times.roughly(Duration.ofSeconds(-5))).isEqualTo("0 seconds");
    assertThat(Times.roughly(Duration.ofSeconds(1))).isEqualTo("1 second");
    assertThat(Times.roughly(Duration.ofSeconds(119))).isEqualTo("119 seconds");
    assertThat(Times.roughly(Duration.ofMinutes(119))).isEqualTo("119 minutes");
    assertThat(Times.roughly(Duration.ofHours(47))).isEqualTo("47 hours");
    assertThat(Times.roughly(Duration.ofDays(400))).isEqualTo("400 days");
  }

  @Test
  void secondsHaveOneDigitAfterThePoint() {
    assertThat(Times.seconds(Duration.ZERO)).isEqualTo("0.0s");
    assertThat(Times.seconds(Duration.ofMillis(1249))).isEqualTo("1.2s");
    assertThat(Times.seconds(Duration.ofMillis(1250))).isEqualTo("1.3s");
  }
}
