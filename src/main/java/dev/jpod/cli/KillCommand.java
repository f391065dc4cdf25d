package dev.jpod.cli;

/** {@code jpod kill}. */
final class KillCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Sends a signal to the first process of containers.")
        .option(
            "-s,--signal", "SIGNAL", "A name such as HUP or SIGHUP, or a number. Default: KILL.")
        .containers()
        .example("jpod kill -s HUP web", "Asks a server to read its settings again.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    String signal = arguments.value("--signal", "KILL");
    return EachContainer.run(
        arguments, wiring, container -> wiring.engine().containers().kill(container.id(), signal));
  }
}
