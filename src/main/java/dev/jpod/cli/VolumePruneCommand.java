package dev.jpod.cli;

import dev.jpod.model.JpodException;

/** {@code jpod volume prune}. */
final class VolumePruneCommand implements Subcommand {
  private static final String FORCE = "--force";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes every volume that no container uses, with the data in it.",
            "Because there is no way back, nothing is removed without --force.")
        .flag("-f," + FORCE, "Yes, remove them.")
        .example("jpod volume prune --force", "Removes what is unused.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(3, "without --force; nothing was removed")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    if (!arguments.has(FORCE)) {
      throw JpodException.refused(
          "the data in every unused volume would be lost",
          "'jpod volume ls' lists the volumes; add --force to remove the unused ones");
    }
    for (String name : wiring.engine().volumes().prune()) {
      if (!wiring.isQuiet()) {
        wiring.console().out().line(name);
      }
    }
    return ExitCode.DONE.code();
  }
}
