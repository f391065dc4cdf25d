package dev.jpod.cli;

import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.store.NetworkRecord;
import java.util.ArrayList;
import java.util.List;

/** {@code jpod network ls}. */
final class NetworkLsCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Lists the networks of the store, with the number of pods attached to each.")
        .output()
        .example("jpod network ls", "Lists the networks.")
        .example("jpod network ls --quiet", "Only their names.")
        .section("Fields of the JSON objects", NetworkJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<NetworkRecord> networks = wiring.engine().networks().list();
    Console console = wiring.console();
    switch (arguments.format()) {
      case JSON -> NetworkJson.list(console.out(), networks, AttachedPods.of(wiring.layout()));
      case TEXT -> {
        if (wiring.isQuiet()) {
          networks.forEach(network -> console.out().line(network.name()));
        } else {
          table(networks, AttachedPods.of(wiring.layout()))
              .write(console.out(), console.outPaint());
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static Table table(List<NetworkRecord> networks, AttachedPods attached) {
    Table table = new Table("NAME", "DRIVER", "SUBNETS", "STACK", "PODS");
    for (NetworkRecord network : networks) {
      String stack = network.stack();
      table.row(
          network.name(),
          network.asked().driver(),
          subnets(network),
          stack == null ? "-" : stack,
          Integer.toString(attached.to(network.name()).size()));
    }
    return table;
  }

  private static String subnets(NetworkRecord network) {
    List<String> ranges = new ArrayList<>();
    for (Subnet subnet : network.subnets()) {
      ranges.add(subnet.cidr());
    }
    return ranges.isEmpty() ? "-" : String.join(", ", ranges);
  }
}
