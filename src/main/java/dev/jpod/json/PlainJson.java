package dev.jpod.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON that jpod and other engines write: objects, arrays, texts, whole numbers, words.
 * At anything else, an error or a fraction, it gives up; every method then returns null.
 *
 * <p>Jackson's parsers cannot be loaded without {@code BigDecimal}, whose initialiser takes a tenth
 * of the time that a run with nothing to do has.
 */
final class PlainJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 100;
  private static final int MOST_DIGITS = 18;
  private static final int END = -1;

  private final byte[] text;
  private int at;

  private PlainJson(byte[] text) {
    this.text = text;
  }

  /** The one value of a text in UTF-8; null when it is not as plain as that. */
  static @Nullable JsonNode read(byte[] text) {
    PlainJson reader = new PlainJson(text);
    JsonNode node = reader.value(0);
    reader.skipSpace();
    return reader.at == text.length ? node : null;
  }

  private @Nullable JsonNode value(int depth) {
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> {
        String string = string();
        yield string == null ? null : NODES.stringNode(string);
      }
      case 't' -> word("true") ? NODES.booleanNode(true) : null;
      case 'f' -> word("false") ? NODES.booleanNode(false) : null;
      case 'n' -> word("null") ? NODES.nullNode() : null;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> null;
    };
  }

  private @Nullable ObjectNode object(int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    ObjectNode object = NODES.objectNode();
    at++;
    skipSpace();
    if (take('}')) {
      return object;
    }
    while (true) {
      skipSpace();
      String name = peek() == '"' ? string() : null;
      skipSpace();
      if (name == null || object.has(name) || !take(':')) {
        return null;
      }
      JsonNode value = value(depth);
      if (value == null) {
        return null;
      }
      object.set(name, value);
      skipSpace();
      if (take('}')) {
        return object;
      }
      if (!take(',')) {
        return null;
      }
    }
  }

  private @Nullable ArrayNode array(int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    ArrayNode array = NODES.arrayNode();
    at++;
    skipSpace();
    if (take(']')) {
      return array;
    }
    while (true) {
      JsonNode value = value(depth);
      if (value == null) {
        return null;
      }
      array.add(value);
      skipSpace();
      if (take(']')) {
        return array;
      }
      if (!take(',')) {
        return null;
      }
    }
  }

  private @Nullable JsonNode number() {
    boolean negative = take('-');
    int digits = at;
    long value = 0;
    while (peek() >= '0' && peek() <= '9') {
      value = value * 10 + (peek() - '0');
      at++;
      if (at - digits > MOST_DIGITS) {
        return null;
      }
    }
    boolean plain = at > digits && (text[digits] != '0' || (at == digits + 1 && !negative));
    if (!plain || goesOn(peek())) {
      return null;
    }
    long signed = negative ? -value : value;
    int small = (int) signed;
    return small == signed ? NODES.numberNode(small) : NODES.numberNode(signed);
  }

  /** Whether a number or a word does not end before this. */
  private static boolean goesOn(int next) {
    return switch (next) {
      case END, ' ', '\t', '\n', '\r', ',', ']', '}' -> false;
      default -> true;
    };
  }

  private @Nullable String string() {
    int start = ++at;
    StringBuilder escaped = null;
    while (true) {
      int next = peek();
      if (next == '"' || next == '\\') {
        String part = decoded(start, at++);
        if (part == null || (next == '"' && escaped == null)) {
          return part;
        }
        escaped = escaped == null ? new StringBuilder() : escaped;
        escaped.append(part);
        if (next == '"') {
          return escaped.toString();
        }
        int character = escape();
        if (character < 0) {
          return null;
        }
        escaped.append((char) character);
        start = at;
      } else if (next < ' ') {
        return null;
      } else {
        at++;
      }
    }
  }

  private int escape() {
    int letter = peek();
    at++;
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> -1;
    };
  }

  private int codeUnit() {
    int unit = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private @Nullable String decoded(int start, int end) {
    for (int i = start; i < end; i++) {
      if (text[i] < 0) {
        String string = new String(text, start, end - start, StandardCharsets.UTF_8);
        return string.indexOf('\uFFFD') < 0 ? string : null;
      }
    }
    return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (peek() != word.charAt(i)) {
        return false;
      }
    }
    return !goesOn(peek());
  }

  private boolean take(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void skipSpace() {
    while (true) {
      switch (peek()) {
        case ' ', '\t', '\n', '\r' -> at++;
        default -> {
          return;
        }
      }
    }
  }

  /** The next byte, 0 to 255; -1 at the end of the text. */
  private int peek() {
    return at < text.length ? text[at] & 0xff : END;
  }
}
