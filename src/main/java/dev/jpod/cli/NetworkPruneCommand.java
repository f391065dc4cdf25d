package dev.jpod.cli;

import dev.jpod.model.JpodException;

/** {@code jpod network prune}. */
final class NetworkPruneCommand implements Subcommand {
  private static final String FORCE = "--force";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes every network that no pod is attached to.",
            "Because stacks may count on some of them, nothing is removed without --force.")
        .flag("-f," + FORCE, "Yes, remove them.")
        .example("jpod network prune --force", "Removes what is unused.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(3, "without --force; nothing was removed")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    if (!arguments.has(FORCE)) {
      throw JpodException.refused(
          "every unused network would be removed",
          "'jpod network ls' lists the networks; add --force to remove those without pods");
    }
    for (String name : wiring.engine().networks().prune()) {
      if (!wiring.isQuiet()) {
        wiring.console().out().line(name);
      }
    }
    return ExitCode.DONE.code();
  }
}
