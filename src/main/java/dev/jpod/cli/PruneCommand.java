package dev.jpod.cli;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.util.Locale;

/** The commands that remove all that is unused of one kind, once a person has agreed. */
final class PruneCommand implements Subcommand {
  private static final String FORCE = "--force";
  private static final int LONGEST_ANSWER = 16;

  private final Pruning pruning;

  PruneCommand(Pruning pruning) {
    this.pruning = pruning;
  }

  @Override
  public void describe(Syntax syntax) {
    pruning.describe(syntax);
    syntax
        .flag("-f," + FORCE, "Yes, remove it: ask nobody.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(3, "nobody agreed: there is no --force, and no terminal or no yes; nothing is gone")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    String loss = pruning.loss(arguments);
    if (!arguments.has(FORCE) && !isAgreed(loss, wiring.console())) {
      throw JpodException.refused(loss, pruning.hint());
    }
    pruning.prune(arguments, wiring);
    return ExitCode.DONE.code();
  }

  private static boolean isAgreed(String loss, Console console) {
    if (!console.terminals().in() || !console.terminals().err()) {
      return false;
    }
    console.draw(loss + "; go on? [y/N] ");
    StringBuilder answer = new StringBuilder();
    try {
      int next = console.in().read();
      while (next >= 0 && next != '\n' && answer.length() < LONGEST_ANSWER) {
        answer.append((char) next);
        next = console.in().read();
      }
    } catch (IOException e) {
      return false;
    }
    String word = answer.toString().strip().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }
}
