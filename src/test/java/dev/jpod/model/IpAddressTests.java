package dev.jpod.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTests {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "FD00:0:0:0:0:0:0:1, fd00::1",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
    "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "::ffff:1.2.3.4, ::ffff:102:304",
    "1:2:3:4:5:6:7.8.9.10, 1:2:3:4:5:6:708:90a"
  })
  void addressesHaveOneText(String written, String text) {
    assertThat(IpAddress.of(written)).hasToString(text).isEqualTo(IpAddress.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1..2.3",
        "1.2.3.4 ",
        "a",
        ":",
        ":::",
        "1:2",
        "1:2:3:4:5:6:7:8:9",
        "::1:2:3:4:5:6:7:8",
        "1::2::3",
        "12345::",
        "g::",
        "::1%eth0",
        "[::1]",
        "1.2.3.4::",
        "1.2.3.4::1",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "fe80::1/64",
        "١::"
      })
  void everythingElseIsNone(String text) {
    assertThat(IpAddress.parse(text)).isNull();
  }

  @Test
  void theLibraryReadsEveryAddressAlike() {
    qt().forAll(longs().all(), longs().all())
        .checkAssert(
            (high, low) -> {
              byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
              String text = literal(bytes);
              String own = IpAddress.of(text).toString();

              assertThat(literal(own)).isEqualTo(text);
              assertThat(IpAddress.of(own)).isEqualTo(IpAddress.of(text));
            });
  }

  @Test
  void addressesAreCounted() {
    qt().forAll(longs().all(), longs().between(-1L << 40, 1L << 40))
        .checkAssert(
            (start, places) -> {
              byte[] bytes = ByteBuffer.allocate(16).putLong(1).putLong(start).array();
              IpAddress address = IpAddress.of(literal(bytes));

              assertThat(address.plus(places).plus(-places)).isEqualTo(address);
              assertThat(Integer.signum(address.plus(places).compareTo(address)))
                  .isEqualTo(Long.signum(places));
            });
    assertThat(IpAddress.of("10.0.0.255").plus(1)).hasToString("10.0.1.0");
    assertThat(IpAddress.of("fd00::ffff:ffff:ffff:ffff").plus(1)).hasToString("fd00:0:0:1::");
  }

  @Test
  void rangesHoldWhatLiesBetweenTheirEnds() {
    qt().forAll(longs().all(), integers().between(0, 128), longs().all())
        .checkAssert(
            (start, bits, other) -> {
              byte[] one = ByteBuffer.allocate(16).putLong(start).putLong(other).array();
              byte[] two = ByteBuffer.allocate(16).putLong(start).putLong(start).array();
              IpRange range = IpRange.of(literal(one) + "/" + bits);
              IpAddress address = IpAddress.of(literal(two));

              assertThat(range.contains(range.first()) && range.contains(range.last())).isTrue();
              assertThat(range.contains(address))
                  .isEqualTo(
                      address.compareTo(range.first()) >= 0
                          && address.compareTo(range.last()) <= 0);
            });
  }

  @Test
  void rangesAreCanonical() {
    assertThat(IpRange.of("10.1.2.3/22"))
        .hasToString("10.1.0.0/22")
        .isEqualTo(IpRange.of("10.1.1.1/22"));
    assertThat(IpRange.of("10.1.2.3/22").last()).hasToString("10.1.3.255");
    assertThat(IpRange.of("fd00::1/64").last()).hasToString("fd00::ffff:ffff:ffff:ffff");
    assertThat(IpRange.of("0.0.0.0/0").last()).hasToString("255.255.255.255");
    assertThat(IpRange.parse("10.0.0.0/33")).isNull();
    assertThat(IpRange.parse("10.0.0.0/08")).isNull();
    assertThat(IpRange.parse("10.0.0.0/")).isNull();
    assertThat(IpRange.parse("10.0.0.0")).isNull();
  }

  @Test
  void rangesOverlapWhenOneHoldsTheOther() {
    assertThat(IpRange.of("10.0.0.0/8").overlaps(IpRange.of("10.9.0.0/16"))).isTrue();
    assertThat(IpRange.of("10.9.0.0/16").overlaps(IpRange.of("10.0.0.0/8"))).isTrue();
    assertThat(IpRange.of("10.9.0.0/16").overlaps(IpRange.of("10.8.0.0/16"))).isFalse();
    assertThat(IpRange.of("::/0").overlaps(IpRange.of("10.8.0.0/16"))).isFalse();
  }

  @Test
  void interfacesHaveNeitherTheFirstAddressNorThatOfBroadcasts() {
    IpRange range = IpRange.of("10.0.0.0/30");

    assertThat(range.offers(IpAddress.of("10.0.0.0"))).isFalse();
    assertThat(range.offers(range.defaultGateway())).isTrue();
    assertThat(range.offers(IpAddress.of("10.0.0.3"))).isFalse();
    assertThat(range.offers(IpAddress.of("10.0.0.5"))).isFalse();
    assertThat(IpRange.of("fd00::/126").offers(IpAddress.of("fd00::3"))).isTrue();
  }

  private static String literal(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException wrongLength) {
      throw new AssertionError(wrongLength);
    }
  }

  private static String literal(String address) {
    return InetAddress.ofLiteral(address).getHostAddress();
  }
}
