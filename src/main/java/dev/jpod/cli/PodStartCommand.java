package dev.jpod.cli;

import dev.jpod.reconcile.PodLife;

/** {@code jpod pod start}. */
final class PodStartCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Starts pods: init containers first, one after the other, then the others in the order"
                + " of their dependencies.",
            "A container that runs already is left as it is; what is missing of the pod itself is"
                + " repaired.")
        .pods()
        .example("jpod pod start shop-web-0", "Starts one pod.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    return EachPod.run(arguments, wiring, PodLife::start);
  }
}
