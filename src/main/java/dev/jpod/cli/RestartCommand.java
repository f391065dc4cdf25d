package dev.jpod.cli;

import java.time.Duration;

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
    Duration timeout = arguments.duration(Syntax.TIME);
    return EachContainer.run(
        arguments,
        wiring,
        container -> wiring.engine().containers().restart(container.id(), timeout));
  }
}
