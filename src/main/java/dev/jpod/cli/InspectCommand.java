package dev.jpod.cli;

import dev.jpod.observed.ObservedContainer;
import java.util.List;

/** {@code jpod inspect}. */
final class InspectCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows everything known about containers, as a JSON array in the order of the names.",
            "The fields are those of 'jpod ps -o json', and: folder and runFolder, where the"
                + " container's files are; podName, hostname, networks and ports, as 'jpod pod"
                + " inspect' has them, of the pod that it is in; applied, what the last apply gave"
                + " it, by the paths that 'jpod plan' shows, defaults left out and secrets as"
                + " fingerprints; live, what the kernel says of its limits, empty where they are at"
                + " the default.")
        .jsonOutput()
        .containers()
        .example("jpod inspect web[0]", "Shows one container.")
        .example("jpod inspect shop-web-0 | jq '.[0].applied'", "What was applied to it.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    arguments.requireJson();
    List<ObservedContainer> chosen =
        new ContainerSelection(wiring.engine().observer().observeContainers())
            .all(arguments.operands());
    ContainerJson.full(wiring.console().out(), chosen, wiring);
    return ExitCode.DONE.code();
  }
}
