package dev.jpod.manifest;

import dev.jpod.model.OnChange;
import dev.jpod.model.OnChange.Reaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a changed config or secret does: {@code restart}, {@code signal:HUP} and so on. */
final class OnChangeReader {
  private static final String SIGNAL = "signal";
  private static final List<String> WORDS = List.of("restart", "signal:HUP", "replace", "none");

  /** Programs cannot react to these. */
  private static final List<String> UNHEARD = List.of("SIGKILL", "SIGSTOP");

  private OnChangeReader() {}

  /** The field {@code onChange} of a map; null when it is not there, or wrong. */
  static @Nullable OnChange read(MapReader map) {
    Value value = map.get("onChange");
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return null;
    }
    int colon = text.indexOf(':');
    if (colon >= 0 && text.substring(0, colon).equals(SIGNAL)) {
      return signal(value, text.substring(colon + 1).strip());
    }
    Reaction plain =
        switch (text) {
          case "restart" -> Reaction.RESTART;
          case "replace" -> Reaction.REPLACE;
          case "none" -> Reaction.NONE;
          default -> null;
        };
    if (plain == null) {
      String hint = text.equals(SIGNAL) ? "write signal:HUP" : Spelling.hint(text, WORDS);
      value.problem(
          "'" + Quote.shortened(text) + "' is not one of restart, signal:NAME, replace, none",
          hint.isEmpty() ? "write for example signal:HUP" : hint);
      return null;
    }
    return new OnChange(plain, "");
  }

  private static @Nullable OnChange signal(Value value, String name) {
    try {
      String signal = Signals.parse(name);
      if (UNHEARD.contains(signal)) {
        throw new Mistake(
            "'" + signal + "' is a signal that no program gets to hear",
            "write restart, or a signal at which the program reads its files, such as signal:HUP");
      }
      return OnChange.signal(signal);
    } catch (Mistake mistake) {
      value.problem(mistake);
      return null;
    }
  }
}
