package dev.jpod.host;

/**
 * What a program left behind.
 *
 * @param exitCode 128 + n when signal n ended it
 * @param output what it wrote to standard output, cut off at {@link ProcessRunner#LONGEST_OUTPUT}
 * @param error likewise for standard error
 */
public record CommandResult(int exitCode, String output, String error) {
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** What it said, for a message: its last line on standard error, else on standard output. */
  public String complaint() {
    String text = error.isBlank() ? output.strip() : error.strip();
    return text.substring(text.lastIndexOf('\n') + 1);
  }
}
