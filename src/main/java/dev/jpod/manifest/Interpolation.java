package dev.jpod.manifest;

import org.jspecify.annotations.Nullable;

/**
 * Variables in values, as the Compose specification has them: {@code $NAME}, {@code ${NAME}},
 * {@code ${NAME:-default}}, {@code ${NAME-default}}, {@code ${NAME:?message}}, {@code
 * ${NAME?message}}, {@code ${NAME:+other}}, {@code ${NAME+other}} and {@code $$} for a dollar sign;
 * a default may hold variables itself. The forms with a colon treat an empty variable as unset.
 *
 * <p>Stricter than Compose in one point: a variable that is not set and has no default is a
 * mistake, not an empty text.
 */
final class Interpolation {
  private static final int DEEPEST = 16;
  private static final int LONGEST = 1 << 20;

  private final Source variables;

  /** Knows variables. */
  @FunctionalInterface
  interface Source {
    /** The value of a variable, or null when it is not set. */
    @Nullable String valueOf(String name);
  }

  Interpolation(Source variables) {
    this.variables = variables;
  }

  /** The text with every variable replaced; a value is never looked at again. */
  String expand(String text) throws Mistake {
    return text.indexOf('$') < 0 ? text : expand(text, 0);
  }

  private String expand(String text, int depth) throws Mistake {
    if (depth > DEEPEST) {
      throw new Mistake("defaults of variables are nested too deeply", "use fewer levels");
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      int dollar = text.indexOf('$', at);
      if (dollar < 0) {
        out.append(text, at, text.length());
        break;
      }
      out.append(text, at, dollar);
      at = reference(text, dollar, depth, out);
      if (out.length() > LONGEST) {
        throw new Mistake("the value grows beyond 1 MiB", "move it into a file");
      }
    }
    return out.toString();
  }

  /** Appends what the reference that starts at {@code dollar} stands for; returns its end. */
  private int reference(String text, int dollar, int depth, StringBuilder out) throws Mistake {
    int start = dollar + 1;
    char next = start < text.length() ? text.charAt(start) : ' ';
    if (next == '$') {
      out.append('$');
      return start + 1;
    }
    if (next == '{') {
      int end = closingBrace(text, start + 1);
      out.append(braced(text.substring(start + 1, end), depth));
      return end + 1;
    }
    int end = endOfName(text, start);
    if (end == start) {
      throw new Mistake(
          "'$' is not followed by the name of a variable", "write $$ for a dollar sign");
    }
    String name = text.substring(start, end);
    out.append(require(name, variables.valueOf(name)));
    return end;
  }

  private String braced(String expression, int depth) throws Mistake {
    int end = endOfName(expression, 0);
    String name = expression.substring(0, end);
    String rest = expression.substring(end);
    if (name.isEmpty()) {
      throw malformed(expression);
    }
    String value = variables.valueOf(name);
    if (rest.isEmpty()) {
      return require(name, value);
    }
    boolean emptyIsUnset = rest.charAt(0) == ':';
    String operation = emptyIsUnset ? rest.substring(1) : rest;
    if (operation.isEmpty()) {
      throw malformed(expression);
    }
    boolean present = value != null && !(emptyIsUnset && value.isEmpty());
    String word = operation.substring(1);
    return switch (operation.charAt(0)) {
      case '-' -> present && value != null ? value : expand(word, depth + 1);
      case '+' -> present ? expand(word, depth + 1) : "";
      case '?' -> {
        if (present && value != null) {
          yield value;
        }
        String reason = expand(word, depth + 1);
        throw new Mistake(
            "the variable '" + name + "' is required" + (reason.isEmpty() ? "" : ": " + reason),
            "set it with --set " + name + "=VALUE, in the environment or in an --env-file");
      }
      default -> throw malformed(expression);
    };
  }

  private static String require(String name, @Nullable String value) throws Mistake {
    if (value != null) {
      return value;
    }
    throw new Mistake(
        "the variable '" + name + "' is not set",
        "set it with --set "
            + name
            + "=VALUE or in the environment, give a default with ${"
            + name
            + ":-VALUE}, or write $$ for a dollar sign");
  }

  private static Mistake malformed(String expression) {
    String shown = expression.length() > 40 ? expression.substring(0, 40) + "…" : expression;
    return new Mistake(
        "'${" + shown + "}' is not a variable",
        "write ${NAME}, ${NAME:-default} or ${NAME:?message}, or $$ for a dollar sign");
  }

  private static int closingBrace(String text, int from) throws Mistake {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '$' && i + 1 < text.length()) {
        char next = text.charAt(i + 1);
        if (next == '{') {
          open++;
        }
        if (next == '{' || next == '$') {
          i++;
        }
      } else if (c == '}' && --open == 0) {
        return i;
      }
    }
    throw new Mistake("'${' has no closing '}'", "add the '}', or write $$ for a dollar sign");
  }

  private static int endOfName(String text, int from) {
    int at = from;
    while (at < text.length() && Variables.isNamePart(text.charAt(at), at - from)) {
      at++;
    }
    return at;
  }
}
