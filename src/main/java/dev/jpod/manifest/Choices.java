package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fields that take one of a few words. */
final class Choices {
  private Choices() {}

  /** The constant that the text names, or null, with a problem, when none is named so. */
  static <E extends Enum<E>> @Nullable E read(Value value, E[] choices) {
    String text = value.line();
    if (text == null) {
      return null;
    }
    for (E choice : choices) {
      if (word(choice).equals(text)) {
        return choice;
      }
    }
    List<String> words = new ArrayList<>();
    for (E choice : choices) {
      words.add(word(choice));
    }
    String hint =
        text.equals("IfNotPresent") || text.equals("if_not_present")
            ? "write missing"
            : Spelling.hint(text, words);
    value.problem(
        "'" + Quote.shortened(text) + "' is not one of " + String.join(", ", words), hint);
    return null;
  }

  /** How the manifest writes a constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
