package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvFileTests {
  @Test
  void linesAreNamesAndValues() {
    EnvFile file =
        EnvFile.parse(
            "a.env",
            """
            \uFEFF# a comment

            A=1
            export B = two words\s
            C=x#y # a comment
            D=
            E='literal $A # "x" \\n'
            F="line\\nbreak \\"quoted\\" \\$A \\\\ \\q" # a comment
            G="two
            lines"
            H=a=b
            A=again
              I=indented\r
            PASSED
            """);

    assertThat(file.values())
        .containsExactly(
            entry("A", "again"),
            entry("B", "two words"),
            entry("C", "x#y"),
            entry("D", ""),
            entry("E", "literal $A # \"x\" \\n"),
            entry("F", "line\nbreak \"quoted\" $A \\ \\q"),
            entry("G", "two\nlines"),
            entry("H", "a=b"),
            entry("I", "indented"));
    assertThat(file.passedOn()).containsExactly("PASSED");
  }

  @Test
  void namesWithoutValuesComeFromTheEnvironment() {
    EnvFile file = EnvFile.parse("a.env", "A=1\nB\nC\n");

    assertThat(file.resolved(Map.of("A", "no", "B", "2", "D", "4")))
        .containsOnly(entry("A", "1"), entry("B", "2"));
  }

  @Test
  void theLaterLineWins() {
    assertThat(EnvFile.parse("a.env", "A\nA=1").passedOn()).isEmpty();
    assertThat(EnvFile.parse("a.env", "A=1\nA").values()).isEmpty();
  }

  @Test
  void allWrongLinesAreReportedAndNoValueIsShown() {
    assertThatThrownBy(
            () ->
                EnvFile.parse(
                    "a.env", "A B=hunter2\n=hunter2\nC='hunter2\nD=\"x\" hunter2\ntwo words\n"))
        .isInstanceOfSatisfying(
            InvalidManifest.class,
            invalid ->
                assertThat(invalid.problems().toString())
                    .doesNotContain("hunter2")
                    .contains("a.env:1:1: the name in front of '=' is not one word")
                    .contains("a.env:2:1: the name")
                    .contains("a.env:3:1: a quote is not closed")
                    .contains("a.env:4:1: something follows the closing quote")
                    .contains("a.env:5:1: the line has no '='"));
  }

  @Test
  void itShowsNoValues() {
    assertThat(EnvFile.parse("a.env", "A=hunter2")).hasToString("EnvFile[A]");
  }

  @Test
  void anyValueSurvivesDoubleQuotes() {
    qt().forAll(strings().basicLatinAlphabet().ofLengthBetween(0, 30))
        .checkAssert(
            value -> {
              String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
              EnvFile file = EnvFile.parse("a.env", "A=\"" + escaped + "\"\nB=end");
              assertThat(file.values()).containsExactly(entry("A", value), entry("B", "end"));
            });
  }
}
