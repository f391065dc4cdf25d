package dev.jpod.cli;

import java.time.Duration;

/** {@code jpod pod stop}. */
final class PodStopCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Stops pods: their containers as 'jpod stop' does, those that depend on others first,"
                + " and then takes away what the pods hold in the kernel.",
            "Addresses and ports stay theirs. A stopped pod stays stopped until 'jpod pod start' or"
                + " 'jpod apply'.")
        .stopTimeout()
        .pods()
        .example("jpod pod stop web", "Stops the only replica of the pod web.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Duration timeout = arguments.duration(Syntax.TIME);
    return EachPod.run(arguments, wiring, (life, pod) -> life.stop(pod, timeout));
  }
}
