package dev.jpod.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpRangeTests {
  @Test
  void asManyAddressesAreOfferedAsThereAre() {
    qt().withExamples(100)
        .forAll(integers().between(0, 10), integers().between(0, 1), integers().all())
        .checkAssert(
            (bits, family, seed) -> {
              IpRange range =
                  family == 0
                      ? new IpRange(IpAddress.of("10.0.0.0").plus(seed & 0xffffff), 32 - bits)
                      : new IpRange(IpAddress.of("fd00::").plus(seed & 0xffffff), 128 - bits);
              long counted = 0;
              IpAddress address = range.first();
              for (int i = 0; i < 1 << bits; i++) {
                counted += range.offers(address) ? 1 : 0;
                address = address.plus(1);
              }

              assertThat(range.offered()).as(range.toString()).isEqualTo(counted);
              assertThat(range.next().first()).isEqualTo(address);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7/32, 0",
    "10.0.0.6/31, 0",
    "10.0.0.4/30, 2",
    "10.0.0.0/8, 16777214",
    "0.0.0.0/0, 4294967294",
    "fd00::/128, 0",
    "fd00::/127, 1",
    "fd00::/66, 4611686018427387903",
    "fd00::/65, 9223372036854775807",
    "fd00::/64, 9223372036854775807",
    "::/0, 9223372036854775807"
  })
  void hugeRangesAreCountedAsFarAsNumbersGo(String range, long offered) {
    assertThat(IpRange.of(range).offered()).isEqualTo(offered);
  }

  @ParameterizedTest
  @CsvSource({
    "10.89.255.0/24, 10.90.0.0/24",
    "fd00:0:6a70::/64, fd00:0:6a70:1::/64",
    "fd00:0:6a70:ffff::/64, fd00:0:6a71::/64"
  })
  void theNextRangeLiesRightBehind(String range, String next) {
    assertThat(IpRange.of(range).next()).hasToString(next);
  }
}
