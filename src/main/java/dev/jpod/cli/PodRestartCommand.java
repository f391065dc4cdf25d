package dev.jpod.cli;

import java.time.Duration;

/** {@code jpod pod restart}. */
final class PodRestartCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Stops pods as 'jpod pod stop' does, and starts them again, init containers included.")
        .stopTimeout()
        .pods()
        .example("jpod pod restart web", "Restarts the only replica of the pod web.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Duration timeout = arguments.duration(Syntax.TIME);
    return EachPod.run(arguments, wiring, (life, pod) -> life.restart(pod, timeout));
  }
}
