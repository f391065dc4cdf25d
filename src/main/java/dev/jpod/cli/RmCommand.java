package dev.jpod.cli;

import dev.jpod.engine.RemovalMode;
import dev.jpod.reconcile.PodLife;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code jpod rm}. */
final class RmCommand implements Subcommand {
  private static final String FORCE = "--force";
  private static final String VOLUMES = "--volumes";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes containers with all that is their own: writable layer, log, anonymous"
                + " volumes. Named volumes stay.",
            "With the last container of a pod goes the pod. A running container is refused unless"
                + " --force is given. A container of a stack comes back with the next 'jpod"
                + " apply'.")
        .flag("-f," + FORCE, "Kill running containers first.")
        .flag("-v," + VOLUMES, "Changes nothing: anonymous volumes go anyway.")
        .containers()
        .example("jpod rm shop-web-0", "Removes a container that has ended.")
        .example("jpod rm -f web", "Kills and removes the only container of the pod web.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    RemovalMode mode = arguments.has(FORCE) ? RemovalMode.KILL_FIRST : RemovalMode.ONLY_STOPPED;
    Set<String> pods = ConcurrentHashMap.newKeySet();
    int code =
        EachContainer.run(
            arguments,
            wiring,
            container -> {
              wiring.engine().containers().remove(container.id(), mode);
              if (container.pod() != null) {
                pods.add(container.pod());
              }
            });
    PodLife life = new PodLife(wiring.engine());
    pods.forEach(life::removeIfEmpty);
    return code;
  }
}
