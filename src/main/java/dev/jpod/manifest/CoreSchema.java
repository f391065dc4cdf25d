package dev.jpod.manifest;

import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The core schema of YAML 1.2: {@code yes}, {@code on} and {@code NO} are text, {@code 22:22} is
 * text, {@code 010} is ten. Merge keys of YAML 1.1 stay, because people use them.
 */
final class CoreSchema extends Resolver {
  @Override
  protected void addImplicitResolvers() {
    // the patterns of YAML 1.1 are not wanted; resolve() decides by itself
  }

  @Override
  public Tag resolve(NodeId kind, String value, boolean implicit) {
    return switch (kind) {
      case scalar -> implicit ? tagOf(value) : Tag.STR;
      case sequence -> Tag.SEQ;
      case mapping, anchor -> Tag.MAP;
    };
  }

  /** The tag of a plain scalar. */
  static Tag tagOf(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Tag.NULL;
      case "true", "True", "TRUE", "false", "False", "FALSE" -> Tag.BOOL;
      case "<<" -> Tag.MERGE;
      case ".nan", ".NaN", ".NAN" -> Tag.FLOAT;
      default -> tagOfNumber(text);
    };
  }

  private static Tag tagOfNumber(String text) {
    char first = text.charAt(0);
    if (first > '9' || (first < '0' && first != '-' && first != '+' && first != '.')) {
      return Tag.STR;
    }
    if (text.startsWith("0o") || text.startsWith("0x")) {
      int radix = text.charAt(1) == 'o' ? 8 : 16;
      return text.length() > 2 && allDigits(text, radix) ? Tag.INT : Tag.STR;
    }
    int at = first == '-' || first == '+' ? 1 : 0;
    String unsigned = text.substring(at);
    if (unsigned.equals(".inf") || unsigned.equals(".Inf") || unsigned.equals(".INF")) {
      return Tag.FLOAT;
    }
    int whole = digits(text, at);
    if (whole == text.length()) {
      return whole > at ? Tag.INT : Tag.STR;
    }
    return isFraction(text, at, whole) ? Tag.FLOAT : Tag.STR;
  }

  private static boolean isFraction(String text, int start, int whole) {
    int at = whole;
    int digits = whole - start;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = digits(text, at + 1);
      digits += end - at - 1;
      at = end;
    }
    if (digits == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      int end = digits(text, at);
      return end > at && end == text.length();
    }
    return at == text.length();
  }

  /** The index after the run of decimal digits that starts at {@code from}. */
  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean allDigits(String text, int radix) {
    for (int i = 2; i < text.length(); i++) {
      if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), radix) < 0) {
        return false;
      }
    }
    return true;
  }
}
