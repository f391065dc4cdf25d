package dev.jpod.cli;

/** Colours for a terminal that wants them; elsewhere the text stays as it is. */
enum Paint {
  PLAIN,
  ANSI;

  private static final String RESET = "\u001b[0m";

  /** How a piece of text stands out. */
  enum Style {
    NONE(""),
    BOLD("\u001b[1m"),
    DIM("\u001b[2m"),
    RED("\u001b[31m"),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m"),
    CYAN("\u001b[36m");

    private final String start;

    Style(String start) {
      this.start = start;
    }
  }

  /** The text, so marked that it shows in the style. */
  String paint(Style style, String text) {
    return this == PLAIN || style == Style.NONE || text.isEmpty()
        ? text
        : style.start + text + RESET;
  }
}
