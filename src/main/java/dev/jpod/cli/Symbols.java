package dev.jpod.cli;

/** The marks that stand before lines, in the characters that the reader's locale has. */
enum Symbols {
  UNICODE("✓", "✗", "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"),
  ASCII("ok", "x", "|/-\\");

  private final String success;
  private final String failure;
  private final String spinner;

  Symbols(String success, String failure, String spinner) {
    this.success = success;
    this.failure = failure;
    this.spinner = spinner;
  }

  /** The text with jpod's own typographic marks, one for one, in characters that can be shown. */
  String written(String text) {
    return switch (this) {
      case UNICODE -> text;
      case ASCII -> text.replace('±', '*').replace('→', '>').replace('…', '.').replace('·', '.');
    };
  }

  String success() {
    return success;
  }

  String failure() {
    return failure;
  }

  /** The picture of the spinner at a step of its turn; any step from 0 on will do. */
  String spinner(int step) {
    int at = step % spinner.length();
    return spinner.substring(at, at + 1);
  }
}
