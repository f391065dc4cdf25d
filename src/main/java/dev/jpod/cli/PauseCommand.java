package dev.jpod.cli;

/** {@code jpod pause}. */
final class PauseCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Freezes all processes of running containers.",
            "They keep their memory and their files; 'jpod unpause' lets them go on.")
        .containers()
        .example("jpod pause web", "Freezes the only container of the pod web.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    return EachContainer.run(
        arguments, wiring, container -> wiring.engine().containers().pause(container.id()));
  }
}
