package dev.jpod.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server wants to know of a client: one challenge of a {@code WWW-Authenticate} header in
 * the grammar of RFC 9110.
 *
 * @param scheme in lower case, for example {@code bearer}
 * @param parameters by their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  Challenge {
    parameters = Map.copyOf(parameters);
  }

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /** The challenges of all headers of an answer; what does not follow the grammar is left out. */
  static List<Challenge> of(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : headers) {
      new Parser(header).into(challenges);
    }
    return challenges;
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    void into(List<Challenge> challenges) {
      String scheme = "";
      Map<String, String> parameters = new LinkedHashMap<>();
      while (skipTo()) {
        String word = token();
        if (word.isEmpty()) {
          break;
        }
        skipBlanks();
        if (!scheme.isEmpty() && at < text.length() && text.charAt(at) == '=') {
          at++;
          skipBlanks();
          parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
        } else {
          add(scheme, parameters, challenges);
          scheme = word.toLowerCase(Locale.ROOT);
          parameters.clear();
        }
      }
      add(scheme, parameters, challenges);
    }

    private static void add(
        String scheme, Map<String, String> parameters, List<Challenge> challenges) {
      if (!scheme.isEmpty()) {
        challenges.add(new Challenge(scheme, parameters));
      }
    }

    /** Moves to the next word; false at the end. */
    private boolean skipTo() {
      while (at < text.length() && (text.charAt(at) == ',' || isBlank(text.charAt(at)))) {
        at++;
      }
      return at < text.length();
    }

    private void skipBlanks() {
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }

    private String token() {
      int from = at;
      while (at < text.length() && isTokenCharacter(text.charAt(at))) {
        at++;
      }
      return text.substring(from, at);
    }

    private static boolean isTokenCharacter(char c) {
      return c > ' ' && c < 0x7f && "()<>@,;:\\\"[]?={}".indexOf(c) < 0;
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        int from = at;
        while (at < text.length() && text.charAt(at) != ',' && !isBlank(text.charAt(at))) {
          at++;
        }
        return text.substring(from, at);
      }
      StringBuilder value = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
        at++;
      }
      at++;
      return value.toString();
    }
  }
}
