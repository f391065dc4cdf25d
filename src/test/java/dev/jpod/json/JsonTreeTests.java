package dev.jpod.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTreeTests {
  private static JsonNode read(String text) {
    return JsonTree.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"ä\\u0000\"",
        "[true,false,null,1,-2147483649,123456789012345678901234567890]",
        "{\"a\":{\"b\":[{},[],\"x\"]},\"c\":0}",
        " {\"a\" : 1 } \n"
      })
  void readsWhatAMapperReads(String text) {
    assertThat(read(text)).isEqualTo(JsonMapper.shared().readTree(text));
  }

  @Test
  void keepsEveryDigitOfAFraction() {
    assertThat(read("0.1000000000000000055").decimalValue().toPlainString())
        .isEqualTo("0.1000000000000000055");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "[1", "{\"a\"}", "{\"a\":1,\"a\":2}", "{} {}", "[1,]", "nul", "'a'"})
  void refusesWhatIsNotOneValue(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JacksonException.class);
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    assertThatThrownBy(() -> read("{\n \"a\": [1}"))
        .isInstanceOfSatisfying(
            JacksonException.class,
            e ->
                assertThat(JsonTree.complaint(e))
                    .isEqualTo("Unexpected close marker '}': expected ']' at line 2, column 9"));
  }

  @Test
  void refusesNestingWithoutEnd() {
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(JacksonException.class);
  }
}
