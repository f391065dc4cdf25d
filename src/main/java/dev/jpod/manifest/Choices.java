package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fields that take one of a few words. */
final class Choices {
  private Choices() {}

  /** The constant that the text names, or null, with a problem, when none is named so. */
  static <E extends Enum<E>> @Nullable E read(Value value, E[] choices) {
    return read(value, choices, Choices::word);
  }

  /** As {@link #read}, of constants that the manifest writes in camel case. */
  static <E extends Enum<E>> @Nullable E readCamel(Value value, E[] choices) {
    return read(value, choices, Choices::camelWord);
  }

  private static <E extends Enum<E>> @Nullable E read(
      Value value, E[] choices, Function<E, String> spelling) {
    String text = value.line();
    if (text == null) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (E choice : choices) {
      String word = spelling.apply(choice);
      if (word.equals(text)) {
        return choice;
      }
      words.add(word);
    }
    String hint =
        text.equals("IfNotPresent") || text.equals("if_not_present")
            ? "write missing"
            : Spelling.hint(text, words);
    value.problem(
        "'" + Quote.shortened(text) + "' is not one of " + String.join(", ", words), hint);
    return null;
  }

  /** A constant in camel case: {@code startFirst}. */
  static String camelWord(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().split("_", -1)) {
      word.append(word.isEmpty() ? part.charAt(0) : Character.toUpperCase(part.charAt(0)));
      word.append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    word.setCharAt(0, Character.toLowerCase(word.charAt(0)));
    return word.toString();
  }

  /** How the manifest writes a constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
