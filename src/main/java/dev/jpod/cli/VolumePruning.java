package dev.jpod.cli;

/** {@code jpod volume prune}. */
final class VolumePruning implements Pruning {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes every volume that no container uses, with the data in it.",
            "Because there is no way back, somebody has to agree.")
        .example("jpod volume prune --force", "Removes what is unused.");
  }

  @Override
  public String loss(Arguments arguments) {
    return "the data in every unused volume would be lost";
  }

  @Override
  public String hint() {
    return "'jpod volume ls' lists the volumes; add --force to remove the unused ones";
  }

  @Override
  public void prune(Arguments arguments, Wiring wiring) {
    for (String name : wiring.engine().volumes().prune()) {
      Pruning.tell(name, wiring);
    }
  }
}
