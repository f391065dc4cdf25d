package dev.jpod.cli;

/** {@code jpod restart}. */
final class RestartCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Stops containers as 'jpod stop' does, and starts them again.")
        .stopTimeout()
        .containers()
        .example("jpod restart web", "Restarts the only container of the pod web.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    return EachContainer.stop(arguments, wiring, wiring.engine().containers()::restart);
  }
}
