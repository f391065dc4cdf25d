package dev.jpod.cli;

import dev.jpod.engine.Networks;
import dev.jpod.observed.ObservedPod;

/** {@code jpod network disconnect}. */
final class NetworkDisconnectCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Takes a pod out of a network, at once when it runs.",
            "The next 'jpod apply' of the pod's stack goes by the stack file again.")
        .operand("NETWORK", Syntax.Arity.ONE, NetworkSelection.OPERAND)
        .operand("POD", Syntax.Arity.ONE, NamedPod.OPERAND)
        .example("jpod network disconnect office shop-db-0", "Takes a pod out.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Networks networks = wiring.engine().networks();
    String network = new NetworkSelection(networks).one(arguments.operands().getFirst()).name();
    ObservedPod pod = NamedPod.find(arguments.operands().getLast(), wiring.engine().observer());
    networks.disconnect(pod.id(), network);
    return ExitCode.DONE.code();
  }
}
