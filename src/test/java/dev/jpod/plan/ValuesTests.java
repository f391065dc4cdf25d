package dev.jpod.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.diff.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTests {
  @ParameterizedTest
  @CsvSource({
    "MEMORY, 536870912, 512MiB",
    "MEMORY, 536870913, 536870913B",
    "MEMORY, 1610612736, 1536MiB",
    "MEMORY_SWAP, -1, unlimited",
    "LOG_MAX_SIZE, 0, 0B",
    "CPUS, 1500, 1.5",
    "CPUS, 2000, 2",
    "PIDS, -1, unlimited",
    "STOP_TIMEOUT, 90000, 1m30s",
    "STOP_TIMEOUT, 60000, 1m",
    "STOP_TIMEOUT, 1500, 1500ms",
    "STOP_TIMEOUT, 0, 0ms",
    "ULIMITS, 1024:-1, 1024:unlimited",
    "IMAGE, sha256:0123456789abcdef, 0123456",
  })
  void readsAsPeopleWriteIt(Field field, String canonical, String shown) {
    assertThat(Values.of(field, canonical)).isEqualTo(shown);
  }

  @Test
  void ofTwoObjectsOnlyWhatDiffersIsShown() {
    assertThat(
            Values.entriesApart(
                "{\"tcpPort\":80,\"interval\":2000}", "{\"tcpPort\":80,\"interval\":500}", " → "))
        .isEqualTo("interval 2s → interval 500ms");
    assertThat(Values.entriesApart("{\"a\":1}", "{\"a\":1,\"b\":2}", " → ")).isNull();
  }

  @Test
  void listsReadAsAShellWouldTakeThem() {
    assertThat(Values.of(Field.COMMAND, "[\"sh\",\"-c\",\"echo it's  $X\",\"\"]"))
        .isEqualTo("sh -c 'echo it'\\''s  $X' ''");
  }

  @Test
  void mountsReadAsPhrases() {
    assertThat(Values.of(Field.MOUNTS, "{\"volume\":\"\",\"options\":[\"ro\",\"nosuid\"]}"))
        .isEqualTo("volume without a name, options ro nosuid");
  }

  @Test
  void longTextLosesItsMiddle() {
    String shown = Values.of(Field.ENV, "a".repeat(500) + "\uD83D\uDE00" + "b".repeat(500));

    assertThat(shown).hasSize(48).startsWith("aaa").contains("…").endsWith("bbb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[2J", "a\nb", "\u0007", "\u202e", "\u2028", "\ud800", "\u009b"})
  void nothingSteersTheTerminal(String text) {
    String shown = Values.of(Field.LABELS, text);

    assertThat(shown).matches("[ -~]*").contains("\\");
  }

  @ParameterizedTest
  @EnumSource
  void aValueOfABrokenRecordIsShownAsItIs(Field field) {
    assertThat(Values.of(field, "{[;")).isNotEmpty();
    assertThat(Values.of(field, "")).isIn("default", "''");
  }
}
