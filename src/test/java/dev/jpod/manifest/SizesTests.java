package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTests {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1048576, 1048576",
    "512m, 536870912",
    "512M, 536870912",
    "512mb, 536870912",
    "512Mi, 536870912",
    "512MiB, 536870912",
    "'512 MiB', 536870912",
    "1.5GiB, 1610612736",
    "0.5k, 512",
    "1b, 1",
    "7t, 7696581394432"
  })
  void unitsArePowersOf1024(String text, long bytes) throws Mistake {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "m", "-1", "+1", "1.", ".5m", "1.2.3m", "1x", "1 m m", "1e3", "0x10", "½m", "١m",
        "1mib ib"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse(text)).isInstanceOf(Mistake.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.3k", "0.1b", "1.0000001m"})
  void partsOfBytesAreRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse(text)).hasMessageContaining("whole number of bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999t", "9223372036854775808", "8388608t"})
  void whatDoesNotFitIsRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse(text)).hasMessageContaining("too large");
  }

  @Test
  void everySizeIsReadAsItIsShown() {
    qt().forAll(longs().between(0, Long.MAX_VALUE))
        .checkAssert(bytes -> assertThat(parse(Sizes.show(bytes))).isEqualTo(bytes));
  }

  @Test
  void unitsMultiplyExactly() {
    List<String> units = List.of("", "k", "MiB", "gb", "Ti");
    qt().forAll(integers().between(0, 1_000_000), integers().between(0, 4))
        .checkAssert(
            (number, unit) ->
                assertThat(parse(number + units.get(unit)))
                    .isEqualTo(number * (1L << (10 * unit))));
  }

  private static long parse(String text) {
    try {
      return Sizes.parse(text);
    } catch (Mistake mistake) {
      throw new AssertionError(mistake);
    }
  }
}
