package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolationTests {
  private static final Interpolation INTERPOLATION =
      new Interpolation(
          Variables.of(Map.of("SET", "value", "EMPTY", "", "DOLLAR", "${SET}"), Map.of(), List.of())
              ::get);

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "$SET, value",
    "${SET}, value",
    "a${SET}b, avalueb",
    "$SET$SET, valuevalue",
    "$SET-x, value-x",
    "$$SET, $SET",
    "$$$SET, $value",
    "'$$$$', '$$'",
    "${EMPTY}, ''",
    "${SET:-x}, value",
    "${SET-x}, value",
    "${EMPTY:-x}, x",
    "${EMPTY-x}, ''",
    "${UNSET:-x}, x",
    "${UNSET-x}, x",
    "${UNSET:-}, ''",
    "${UNSET-}, ''",
    "${SET:?no}, value",
    "${EMPTY?no}, ''",
    "${SET:+x}, x",
    "${SET+x}, x",
    "${EMPTY:+x}, ''",
    "${EMPTY+x}, x",
    "${UNSET:+x}, ''",
    "${UNSET+x}, ''",
    "${UNSET:-${SET}}, value",
    "${UNSET:-a${EMPTY:-b${UNSET-c}}d}, abcd",
    "${SET:-${UNSET:?never asked}}, value",
    "${UNSET:-$$x}, $x",
    "${UNSET:-$$}, $",
    "${UNSET:-a:b/c?d}, a:b/c?d",
    "${DOLLAR}, ${SET}"
  })
  void variablesAreReplacedAsComposeDoes(String text, String expanded) throws Mistake {
    assertThat(INTERPOLATION.expand(text)).isEqualTo(expanded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$",
        "$ ",
        "$1",
        "${",
        "${}",
        "${SET",
        "${1}",
        "${-x}",
        "${SET:}",
        "${SET:x}",
        "${SET!}",
        "${SET }",
        "${UNSET:-${SET}",
        "a$",
        "${UNSET}",
        "$UNSET",
        "${UNSET:?}",
        "${EMPTY:?}"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> INTERPOLATION.expand(text)).isInstanceOf(Mistake.class);
  }

  @Test
  void requiredVariablesTellWhy() {
    assertThatThrownBy(() -> INTERPOLATION.expand("${UNSET:?name $SET first}"))
        .hasMessage("the variable 'UNSET' is required: name value first");
  }

  @Test
  void defaultsMayNotNestForEver() {
    assertThatThrownBy(
            () -> INTERPOLATION.expand("${A:-".repeat(50_000) + "x" + "}".repeat(50_000)))
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void valuesMayNotGrowForEver() {
    Interpolation large =
        new Interpolation(Variables.of(Map.of("A", "x".repeat(1000)), Map.of(), List.of())::get);

    assertThatThrownBy(() -> large.expand("$A".repeat(2000))).hasMessageContaining("1 MiB");
  }

  @Test
  void doubledDollarsComeBackSingle() {
    qt().forAll(strings().basicLatinAlphabet().ofLengthBetween(0, 40))
        .checkAssert(text -> assertThat(expand(text.replace("$", "$$"))).isEqualTo(text));
  }

  @Test
  void anyTextIsEitherExpandedOrRefused() {
    qt().forAll(strings().betweenCodePoints('$', '~').ofLengthBetween(0, 30))
        .checkAssert(
            text -> {
              try {
                assertThat(INTERPOLATION.expand(text)).isNotNull();
              } catch (Mistake mistake) {
                assertThat(mistake.sentence()).isNotEmpty();
              }
            });
  }

  private static String expand(String text) {
    try {
      return INTERPOLATION.expand(text);
    } catch (Mistake mistake) {
      throw new AssertionError(mistake);
    }
  }
}
