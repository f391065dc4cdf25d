package dev.jpod.cli;

import dev.jpod.diff.HostNames;
import dev.jpod.engine.Networks;
import dev.jpod.store.NetworkRecord;
import java.util.List;

/**
 * Finds the networks that people name: by name ({@code shop_backend}), or by the name in the stack
 * file ({@code shop/backend}, {@code backend}) when there is only one.
 */
final class NetworkSelection {
  /** How a network is named on the command line. */
  static final String OPERAND =
      "A network: its name (shop_backend), or its name in the stack file (shop/backend, or backend"
          + " if there is only one).";

  private final Selection<NetworkRecord> selection;

  NetworkSelection(Networks networks) {
    this.selection =
        new Selection<>("network", "jpod network ls", networks.list(), NetworkSelection::names);
  }

  /** The networks of these names, each once, in the order of the names. */
  List<NetworkRecord> all(List<String> names) {
    return selection.all(names);
  }

  /** The network of that name. */
  NetworkRecord one(String name) {
    return selection.one(name);
  }

  private static Selection.Names names(NetworkRecord network) {
    String stack = network.stack();
    if (stack == null) {
      return new Selection.Names(network.name(), "", List.of(), List.of());
    }
    String name = HostNames.inStackFile(stack, network.name());
    return new Selection.Names(network.name(), "", List.of(stack + "/" + name), List.of(name));
  }
}
