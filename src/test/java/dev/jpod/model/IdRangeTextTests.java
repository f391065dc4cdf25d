package dev.jpod.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.IdMappings.Range;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdRangeTextTests {
  @Test
  void aRangeIsReadAsItIsWritten() {
    Range range = new Range(0, 4_294_900_736L, 1024);

    assertThat(IdRangeText.of(range)).isEqualTo("0:4294900736:1024");
    assertThat(IdRangeText.parse(IdRangeText.of(List.of(range)))).containsExactly(range);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0:1",
        "0:1:2:3",
        "a:1:2",
        "0: 1:2",
        "-1:0:1",
        "0:1:0",
        "0:1:99999999999",
        "0:4294967294:2",
        "0x1:2:3",
        "0:١:1"
      })
  void whatIsNoRangeIsNone(String text) {
    assertThat(IdRangeText.parse(text)).isNull();
    assertThatThrownBy(() -> IdRangeText.parse(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
