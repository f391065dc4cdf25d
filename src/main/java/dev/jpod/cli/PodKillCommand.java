package dev.jpod.cli;

/** {@code jpod pod kill}. */
final class PodKillCommand implements Subcommand {
  private static final String SIGNAL = "--signal";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Sends a signal to the first process of every running container of pods.")
        .option(
            "-s," + SIGNAL, "SIGNAL", "A name such as HUP or SIGHUP, or a number. Default: KILL.")
        .pods()
        .example(
            "jpod pod kill -s HUP web", "Asks all servers of the pod to read their settings again.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    String signal = arguments.value(SIGNAL, "KILL");
    return EachPod.run(arguments, wiring, (life, pod) -> life.kill(pod, signal));
  }
}
