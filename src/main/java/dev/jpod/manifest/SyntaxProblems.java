package dev.jpod.manifest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.reader.ReaderException;

/** Puts what the YAML parser says into sentences for people. */
final class SyntaxProblems {
  private SyntaxProblems() {}

  static Problem of(String file, String text, Parser parser, YAMLException error) {
    if (error instanceof ReaderException unreadable) {
      return new Problem(
          placeOf(file, text, unreadable.getPosition()),
          "",
          "the character U+" + hex(unreadable.getCodePoint()) + " is not allowed in YAML",
          "remove it, or write it as an escape such as \"\\u0007\" in double quotes");
    }
    if (error instanceof MarkedYAMLException marked) {
      Mark mark = marked.getProblemMark();
      Place place = mark == null ? new Place(file, 1, 1) : placeOf(file, mark);
      Mark started = marked.getContextMark();
      Place start = started == null ? place : placeOf(file, started);
      return sentence(place, start, String.valueOf(marked.getProblem()), marked.getContext());
    }
    Place place = lastPlace(file, parser);
    String message = String.valueOf(error.getMessage());
    if (message.startsWith("Nesting Depth")) {
      return new Problem(place, "", "maps and lists are nested more than 50 deep", "");
    }
    if (message.startsWith("Number of aliases")) {
      return new Problem(place, "", "more than 1000 aliases are used", "repeat the text instead");
    }
    return new Problem(place, "", "is not YAML: " + firstLine(message), "");
  }

  /** The sentence for what the parser found at {@code place} within what began at {@code start}. */
  private static Problem sentence(
      Place place, Place start, String problem, @Nullable String context) {
    if (problem.contains("\\t(TAB)")) {
      return new Problem(place, "", "a tab character cannot be used for indentation", "use spaces");
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return new Problem(
          place,
          "",
          "a second ': ' stands in one line, or the indentation is wrong",
          "put the value in quotes, or correct the indentation");
    }
    if (problem.startsWith("could not find expected ':'")) {
      return new Problem(start, "", "a ':' is missing after a key", "write 'key: value'");
    }
    if (problem.startsWith("found undefined alias")) {
      return new Problem(
          place, "", problem.replace("found undefined alias", "no anchor is named"), "");
    }
    if (problem.startsWith("found unexpected end of stream")
        && context != null
        && context.contains("quoted scalar")) {
      return new Problem(start, "", "a quote is not closed", "add the closing quote");
    }
    if (problem.startsWith("Global tag is not allowed")) {
      return new Problem(
          place, "", "the tag '" + problem.substring(27) + "' is not supported", "remove the tag");
    }
    if (problem.startsWith("expected <block end>")) {
      return new Problem(
          place, "", "the indentation does not fit the lines above", "align it with its siblings");
    }
    if (problem.startsWith("expected ',' or ")) {
      String end = problem.startsWith("expected ',' or ']'") ? "]" : "}";
      return new Problem(
          place,
          "",
          "a ',' or '" + end + "' is missing",
          "close the bracket of " + start.fileAndLine() + "; a value with a comma needs quotes");
    }
    return new Problem(place, "", "is not YAML: " + firstLine(problem), "");
  }

  private static Place lastPlace(String file, Parser parser) {
    try {
      return placeOf(file, parser.peekEvent().getStartMark());
    } catch (YAMLException nothingMore) {
      return new Place(file, 1, 1);
    }
  }

  private static Place placeOf(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Place placeOf(String file, String text, int offset) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Place(file, line, column);
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static String hex(int codePoint) {
    String digits = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
