package dev.jpod.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;
import org.quicktheories.impl.Constraint;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JsonTreeTests {
  private static final int[] CHARACTERS = {
    'a', '0', ' ', '"', '\\', '/', '\n', '\u0000', '\u001f', 0x7f, 0xe4, 0x20ac, 0x2028, 0x1f600
  };

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
        " {\"a\" : 1 } \n",
        "[0,-0,7,-7,2147483647,2147483648,-2147483648,999999999999999999,9223372036854775808]",
        "[\"\",\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00\",\"😀 ä\\n€\",\"\\ud83d\"]",
        "{\"ä\\n\":[ ] , \"\":{ }}"
      })
  void readsWhatAMapperReads(String text) {
    assertThat(read(text)).isEqualTo(JsonMapper.shared().readTree(text));
  }

  @Test
  void agreesWithAMapperOnWhateverAMapperWrites() {
    qt().forAll(nodes())
        .checkAssert(
            node -> {
              assertThat(JsonTree.read(JsonText.compact(node))).isEqualTo(node);
              assertThat(JsonTree.read(JsonText.indented(node))).isEqualTo(node);
              assertThat(new String(JsonText.compact(node), StandardCharsets.UTF_8))
                  .isEqualTo(node.toString());
            });
  }

  private static Gen<JsonNode> nodes() {
    return random -> node(random, 4);
  }

  private static JsonNode node(RandomnessSource random, int depth) {
    int kind = (int) random.next(Constraint.between(0, depth == 0 ? 5 : 9));
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (kind) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.next(Constraint.between(0, 1)) == 1);
      case 2 -> number(random.next(Constraint.between(Long.MIN_VALUE, Long.MAX_VALUE)));
      case 3 -> number(random.next(Constraint.between(-1000, 1000)));
      case 4, 5 -> nodes.stringNode(text(random));
      case 6, 7 -> {
        ArrayNode array = nodes.arrayNode();
        for (long left = random.next(Constraint.between(0, 4)); left > 0; left--) {
          array.add(node(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = nodes.objectNode();
        for (long left = random.next(Constraint.between(0, 4)); left > 0; left--) {
          object.set(text(random), node(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static JsonNode number(long value) {
    return value == (int) value
        ? JsonNodeFactory.instance.numberNode((int) value)
        : JsonNodeFactory.instance.numberNode(value);
  }

  private static String text(RandomnessSource random) {
    StringBuilder text = new StringBuilder();
    for (long left = random.next(Constraint.between(0, 6)); left > 0; left--) {
      text.appendCodePoint(
          CHARACTERS[(int) random.next(Constraint.between(0, CHARACTERS.length - 1))]);
    }
    return text.toString();
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
