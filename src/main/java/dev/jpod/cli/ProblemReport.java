package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.Place;
import dev.jpod.manifest.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problems of manifests on standard error: one a line as compilers do, so that editors find the
 * place; on a terminal with the line itself and a mark below the column.
 */
final class ProblemReport {
  private static final int LONGEST_LINE = 160;

  private final Console console;
  private final List<ManifestText> texts;

  ProblemReport(Console console, List<ManifestText> texts) {
    this.console = console;
    this.texts = texts;
  }

  void write(List<Problem> problems) {
    for (Problem problem : problems) {
      if (console.terminals().err()) {
        withLine(problem);
      } else {
        console.note(Failures.harmless(problem.toString()));
      }
    }
  }

  private void withLine(Problem problem) {
    Paint paint = console.errPaint();
    String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
    console.note(
        paint.paint(Style.BOLD, Failures.harmless(problem.place() + ":"))
            + " "
            + Failures.harmless(path + problem.message()));
    String line = line(problem.place());
    if (line != null && line.length() <= LONGEST_LINE) {
      String number = Integer.toString(problem.place().line());
      String mark = " ".repeat(Math.max(0, problem.place().column() - 1)) + "^";
      console.note("  " + paint.paint(Style.DIM, number + " |") + " " + shown(line));
      console.note(
          "  "
              + paint.paint(Style.DIM, " ".repeat(number.length()) + " |")
              + " "
              + paint.paint(Style.RED, mark));
    }
    if (!problem.hint().isEmpty()) {
      console.note(
          "  " + paint.paint(Style.CYAN, "hint:") + " " + Failures.harmless(problem.hint()));
    }
  }

  private @Nullable String line(Place place) {
    for (ManifestText text : texts) {
      if (place.line() > 0 && text.displayName().equals(place.file())) {
        return text.text().lines().skip(place.line() - 1L).findFirst().orElse(null);
      }
    }
    return null;
  }

  /** A column is a character, so every character takes one place. */
  private static String shown(String line) {
    StringBuilder shown = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      shown.append(Character.isISOControl(c) ? ' ' : c);
    }
    return shown.toString();
  }
}
