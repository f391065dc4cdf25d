package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Goes through the text of an {@link EnvFile} once. */
final class EnvFileParser {
  private static final String EXPORT = "export ";

  private final String file;
  private final String text;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> passedOn = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private int at;
  private int line = 1;

  EnvFileParser(String file, String text) {
    this.file = file;
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.text = unmarked.replace("\r\n", "\n");
  }

  EnvFile parse() {
    while (at < text.length()) {
      readEntry();
    }
    if (!problems.isEmpty()) {
      throw new InvalidManifest(problems);
    }
    return new EnvFile(values, passedOn);
  }

  /** Reads one entry and moves to the start of the line after it. */
  private void readEntry() {
    int end = endOfLine();
    String whole = text.substring(at, end).strip();
    if (whole.isEmpty() || whole.charAt(0) == '#') {
      nextLine(end);
      return;
    }
    int equals = text.indexOf('=', at);
    boolean hasValue = equals >= 0 && equals < end;
    String name = name(text.substring(at, hasValue ? equals : end));
    if (!EnvFile.isName(name)) {
      problem(
          hasValue ? "the name in front of '=' is not one word" : "the line has no '='",
          "write NAME=value");
      nextLine(end);
    } else if (hasValue) {
      at = equals + 1;
      readValue(name);
    } else {
      values.remove(name);
      passedOn.add(name);
      nextLine(end);
    }
  }

  private static String name(String written) {
    String name = written.strip();
    return name.startsWith(EXPORT) ? name.substring(EXPORT.length()).strip() : name;
  }

  private void readValue(String name) {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    char first = at < text.length() ? text.charAt(at) : '\n';
    if (first == '\'' || first == '"') {
      readQuoted(name, first);
      return;
    }
    int end = endOfLine();
    String value = text.substring(at, end);
    int comment = commentStart(value);
    put(name, (comment < 0 ? value : value.substring(0, comment)).strip());
    nextLine(end);
  }

  private void readQuoted(String name, char quote) {
    int closing = closingQuote(quote);
    if (closing < 0) {
      problem("a quote is not closed", "add the closing " + quote);
      nextLine(endOfLine());
      return;
    }
    String inner = text.substring(at + 1, closing);
    int firstLine = line;
    for (int i = 0; i < inner.length(); i++) {
      line += inner.charAt(i) == '\n' ? 1 : 0;
    }
    at = closing + 1;
    int end = endOfLine();
    String rest = text.substring(at, end).strip();
    if (!rest.isEmpty() && rest.charAt(0) != '#') {
      problem("something follows the closing quote", "put the whole value in quotes");
    }
    line = Math.max(line, firstLine);
    put(name, quote == '"' ? unescaped(inner) : inner);
    nextLine(end);
  }

  private void put(String name, String value) {
    if (value.indexOf('\0') >= 0) {
      problem("the value holds a NUL character", "remove it");
    }
    passedOn.remove(name);
    values.put(name, value);
  }

  private int closingQuote(char quote) {
    for (int i = at + 1; i < text.length(); i++) {
      if (quote == '"' && text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i;
      }
    }
    return -1;
  }

  /** Where a comment starts in a value without quotes, or -1. */
  private static int commentStart(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '#'
          && (i == 0 || value.charAt(i - 1) == ' ' || value.charAt(i - 1) == '\t')) {
        return i;
      }
    }
    return -1;
  }

  private static String unescaped(String inner) {
    StringBuilder out = new StringBuilder(inner.length());
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c != '\\' || i + 1 == inner.length()) {
        out.append(c);
        continue;
      }
      char escaped = inner.charAt(++i);
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case '"', '\\', '$' -> out.append(escaped);
        default -> out.append('\\').append(escaped);
      }
    }
    return out.toString();
  }

  private int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private void nextLine(int end) {
    at = end + 1;
    line++;
  }

  private void problem(String message, String hint) {
    problems.add(new Problem(new Place(file, line, 1), "", message, hint));
  }
}
