package dev.jpod.cli;

import dev.jpod.engine.Networks;
import dev.jpod.manifest.NetworkArguments;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.observed.ObservedPod;

/** {@code jpod network connect}. */
final class NetworkConnectCommand implements Subcommand {
  private static final String IPV4 = "--ip";
  private static final String IPV6 = "--ip6";
  private static final String MAC = "--mac";
  private static final String ALIAS = "--alias";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Attaches a pod to one more network, at once when it runs.",
            "The next 'jpod apply' of the pod's stack goes by the stack file again.")
        .option(IPV4, "ADDRESS", "A fixed IPv4 address. Default: the next free one.")
        .option(IPV6, "ADDRESS", "A fixed IPv6 address. Default: the next free one.")
        .option(MAC, "ADDRESS", "A fixed hardware address.")
        .options(ALIAS, "NAME", "One more name of the pod in the network.")
        .operand("NETWORK", Syntax.Arity.ONE, NetworkSelection.OPERAND)
        .operand("POD", Syntax.Arity.ONE, NamedPod.OPERAND)
        .example("jpod network connect --alias db office shop-db-0", "Attaches a pod.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.REFUSED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Networks networks = wiring.engine().networks();
    Attachment attachment =
        NetworkArguments.attachment(
            new NetworkSelection(networks).one(arguments.operands().getFirst()).name(),
            arguments.values(ALIAS),
            arguments.value(IPV4),
            arguments.value(IPV6),
            arguments.value(MAC));
    ObservedPod pod = NamedPod.find(arguments.operands().getLast(), wiring.engine().observer());
    networks.connect(pod.id(), attachment);
    return ExitCode.DONE.code();
  }
}
