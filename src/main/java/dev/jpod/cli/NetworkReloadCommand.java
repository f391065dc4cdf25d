package dev.jpod.cli;

/** {@code jpod network reload}. */
final class NetworkReloadCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Makes links, firewall rules and names of all pods anew where they are not as"
                + " recorded.",
            "For a host whose firewall was reset or reloaded; pods go on running. 'jpod apply' does"
                + " the same for a stack.")
        .example("jpod network reload", "Repairs what somebody else changed.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    wiring.engine().networks().reload();
    return ExitCode.DONE.code();
  }
}
