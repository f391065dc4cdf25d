package dev.jpod.cli;

import dev.jpod.engine.RemovalMode;

/** {@code jpod pod rm}. */
final class PodRmCommand implements Subcommand {
  private static final String FORCE = "--force";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes pods with their containers and all that is their own: writable layers, logs,"
                + " anonymous volumes. Named volumes stay.",
            "A pod with a running container is refused unless --force is given. A pod of a stack"
                + " comes back with the next 'jpod apply'.")
        .flag("-f," + FORCE, "Kill running containers first.")
        .pods()
        .example("jpod pod rm shop-web-0", "Removes a pod that has ended.")
        .example("jpod pod rm -f web", "Kills and removes the only replica of the pod web.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    RemovalMode mode = arguments.has(FORCE) ? RemovalMode.KILL_FIRST : RemovalMode.ONLY_STOPPED;
    return EachPod.run(arguments, wiring, (life, pod) -> life.remove(pod, mode));
  }
}
