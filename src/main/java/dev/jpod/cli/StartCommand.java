package dev.jpod.cli;

/** {@code jpod start}. */
final class StartCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Starts containers, and keeps them running as their restart policy says.",
            "A container that runs already is left as it is.")
        .containers()
        .example("jpod start shop-web-0", "Starts one container.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    return EachContainer.run(
        arguments, wiring, container -> wiring.engine().containers().start(container.id()));
  }
}
