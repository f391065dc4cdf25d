package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCapabilitiesTests {
  private static final String RIGHTS = "00200000000000000000000000000000";
  private static final List<Range> NOBODY = List.of(new Range(0, 0, 1));

  private static @Nullable String shifted(String value, Range... users) {
    byte[] shifted =
        FileCapabilities.shifted(
            HexFormat.of().parseHex(value), new IdMappings(List.of(users), NOBODY));
    return shifted == null ? null : HexFormat.of().formatHex(shifted);
  }

  @Test
  void rightsNameTheRootOfTheNamespace() {
    assertThat(shifted("01000002" + RIGHTS, new Range(0, 0xfffffffeL, 1)))
        .isEqualTo("01000003" + RIGHTS + "feffffff");
    assertThat(shifted("00000002" + RIGHTS, new Range(0, 1000, 5)))
        .isEqualTo("00000003" + RIGHTS + "e8030000");
  }

  @Test
  void rightsOfAnInnerRootStayHis() {
    assertThat(shifted("01000003" + RIGHTS + "07000000", new Range(0, 1000, 8)))
        .isEqualTo("01000003" + RIGHTS + "ef030000");
  }

  @Test
  void rightsOfTheSameRootStayAsTheyAre() {
    String value = "01000002" + RIGHTS;

    assertThat(shifted(value, new Range(0, 0, 1))).isEqualTo(value);
  }

  @Test
  void rightsOfARootWhoIsNotMappedAreNone() {
    assertThat(shifted("01000002" + RIGHTS, new Range(1, 1, 9))).isNull();
    assertThat(shifted("01000003" + RIGHTS + "0a000000", new Range(0, 1000, 10))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01",
        "010000010020000000000000",
        "01000002" + RIGHTS + "00000000",
        "01000003" + RIGHTS,
        "01000004" + RIGHTS + "00000000",
        "01000002" + RIGHTS + "00"
      })
  void whatTheKernelDoesNotTakeIsNone(String value) {
    assertThat(shifted(value, new Range(0, 1000, 5))).isNull();
  }
}
