package dev.jpod.cli;

import dev.jpod.engine.Requester;

/** {@code jpod stop}. */
final class StopCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Stops containers: sends the stop signal, and SIGKILL when the time is over.",
            "A stopped container stays stopped, whatever its restart policy says, until 'jpod"
                + " start' or 'jpod apply'.")
        .stopTimeout()
        .containers()
        .example("jpod stop web", "Stops the only container of the pod web.")
        .example("jpod stop -t 1m shop-db-0 shop-web-0", "Gives both a minute.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    return EachContainer.stop(
        arguments,
        wiring,
        (id, timeout) -> wiring.engine().containers().stop(id, Requester.OPERATOR, timeout));
  }
}
