package dev.jpod.cli;

import dev.jpod.store.NetworkRecord;
import java.util.List;

/** {@code jpod network inspect}. */
final class NetworkInspectCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Shows everything known about networks, as a JSON array in the order of the names.")
        .jsonOutput()
        .operand("NETWORK", Syntax.Arity.AT_LEAST_ONE, NetworkSelection.OPERAND)
        .example("jpod network inspect shop_default", "Shows one network.")
        .example(
            "jpod network inspect shop_default | jq '.[0].pods[].addresses'",
            "The addresses of its pods.")
        .section("Fields of the JSON objects", NetworkJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    arguments.requireJson();
    List<NetworkRecord> networks =
        new NetworkSelection(wiring.engine().networks()).all(arguments.operands());
    NetworkJson.list(wiring.console().out(), networks, AttachedPods.of(wiring.layout()));
    return ExitCode.DONE.code();
  }
}
