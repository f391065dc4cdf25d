package dev.jpod.cli;

import dev.jpod.engine.Networks;
import dev.jpod.model.JpodException;
import dev.jpod.store.NetworkRecord;

/** {@code jpod network rm}. */
final class NetworkRmCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes networks.",
            "One that a pod is attached to is refused. One of a stack comes back with the next"
                + " 'jpod apply'.")
        .operand("NETWORK", Syntax.Arity.AT_LEAST_ONE, NetworkSelection.OPERAND)
        .example("jpod network rm office", "Removes one network.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(3, "a pod is attached to the network, and it stays")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Networks networks = wiring.engine().networks();
    int code = ExitCode.DONE.code();
    for (NetworkRecord network : new NetworkSelection(networks).all(arguments.operands())) {
      try {
        networks.remove(network.name());
        if (!wiring.isQuiet()) {
          wiring.console().out().line(network.name());
        }
      } catch (JpodException e) {
        code = wiring.failures().report(e).code();
      }
    }
    return code;
  }
}
