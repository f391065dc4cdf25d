package dev.jpod.cli;

/** {@code jpod network prune}. */
final class NetworkPruning implements Pruning {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes every network that no pod is attached to.",
            "Because stacks may count on some of them, somebody has to agree.")
        .example("jpod network prune --force", "Removes what is unused.");
  }

  @Override
  public String loss(Arguments arguments) {
    return "every unused network would be removed";
  }

  @Override
  public String hint() {
    return "'jpod network ls' lists the networks; add --force to remove those without pods";
  }

  @Override
  public void prune(Arguments arguments, Wiring wiring) {
    for (String name : wiring.engine().networks().prune()) {
      Pruning.tell(name, wiring);
    }
  }
}
