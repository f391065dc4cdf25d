package dev.jpod.cli;

import dev.jpod.engine.RemovalMode;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;

/** {@code jpod system prune}. */
final class SystemPruning implements Pruning {
  private static final String VOLUMES = "--volumes";

  private final ImagePruning images = new ImagePruning();

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes what is unused: containers of no stack that have ended, networks without pods,"
                + " and images without a name that nobody needs.",
            "What stacks have stays, with the images of the revisions that they can go back to.")
        .flag("-a," + ImagePruning.ALL, "Also images with names that nobody needs.")
        .flag(VOLUMES, "Also volumes that no container uses, with the data in them.")
        .example("jpod system prune", "Asks, then removes what is unused.")
        .example("jpod system prune -a --force", "From cron.");
  }

  @Override
  public String loss(Arguments arguments) {
    return "ended containers of no stack, unused networks"
        + (arguments.has(VOLUMES) ? ", unused volumes with their data" : "")
        + (arguments.has(ImagePruning.ALL) ? " and unused images" : " and unused nameless images")
        + " would be removed";
  }

  @Override
  public String hint() {
    return "'jpod system df' shows what there is; add --force to remove it";
  }

  @Override
  public void prune(Arguments arguments, Wiring wiring) {
    for (ObservedContainer container : wiring.engine().observer().observeContainers()) {
      if (container.owner() == null && container.status() instanceof ContainerStatus.Exited) {
        wiring.engine().containers().remove(container.id(), RemovalMode.KILL_FIRST);
        Pruning.tell(container.name(), wiring);
      }
    }
    new NetworkPruning().prune(arguments, wiring);
    if (arguments.has(VOLUMES)) {
      new VolumePruning().prune(arguments, wiring);
    }
    images.prune(arguments, wiring);
  }
}
