package dev.jpod.cli;

/** The marks that stand before lines, in the characters that the reader's locale has. */
enum Symbols {
  UNICODE("✓", "✗", "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"),
  ASCII("+", "x", "|/-\\");

  private final String success;
  private final String failure;
  private final String spinner;

  Symbols(String success, String failure, String spinner) {
    this.success = success;
    this.failure = failure;
    this.spinner = spinner;
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
