package dev.jpod.cli;

import dev.jpod.plan.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Asks on the terminal whether a plan is to be carried out. */
final class Confirmation {
  private static final int LONGEST = 256;

  private final Console console;

  private Confirmation(Console console) {
    this.console = console;
  }

  /**
   * A question on the terminal.
   *
   * @throws dev.jpod.model.JpodException of kind USAGE when there is none to ask on
   */
  static Confirmation onTerminal(Console console) {
    if (!console.terminals().in() || !console.terminals().err()) {
      throw WrongUsage.usage(
          "there is no terminal to ask for a confirmation on",
          "leave out --confirm: without it nobody is asked");
    }
    return new Confirmation(console);
  }

  /** Whether the answer is yes; anything else, and the end of the input, is a no. */
  boolean isGiven(Plan plan) {
    console.draw("Do this to '" + plan.stack() + "'? (yes or no) ");
    String answer = line().strip().toLowerCase(Locale.ROOT);
    return answer.equals("yes") || answer.equals("y");
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    InputStream in = console.in();
    try {
      int next = in.read();
      for (; next >= 0 && next != '\n' && line.length() < LONGEST; next = in.read()) {
        line.append((char) next);
      }
      if (next < 0) {
        console.draw("\n");
        return "";
      }
    } catch (IOException e) {
      throw IoFailure.of("the terminal could not be read", e);
    }
    return line.toString();
  }
}
