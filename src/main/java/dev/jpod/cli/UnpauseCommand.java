package dev.jpod.cli;

/** {@code jpod unpause}. */
final class UnpauseCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Lets the processes of paused containers go on.")
        .containers()
        .example("jpod unpause web", "Thaws the only container of the pod web.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    return EachContainer.run(
        arguments, wiring, container -> wiring.engine().containers().unpause(container.id()));
  }
}
