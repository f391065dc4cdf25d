package dev.jpod.cli;

import dev.jpod.observed.ObservedPod;

/** {@code jpod network disconnect}. */
final class NetworkDisconnectCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Takes a pod out of a network, at once when it runs.",
            "The next 'jpod apply' of the pod's stack goes by the stack file again.")
        .operand("NETWORK", Syntax.Arity.ONE, "The name of a network.")
        .operand("POD", Syntax.Arity.ONE, NamedPod.OPERAND)
        .example("jpod network disconnect office shop-db-0", "Takes a pod out.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    String network = arguments.operands().getFirst();
    wiring.engine().networks().inspect(network);
    ObservedPod pod = NamedPod.find(arguments.operands().getLast(), wiring.engine().observer());
    wiring.engine().networks().disconnect(pod.id(), network);
    return ExitCode.DONE.code();
  }
}
