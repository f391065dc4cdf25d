package dev.jpod.cli;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
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
                + " inspect' has them, of the pod that it is in; healthReport, of a"
                + " container with a health check: status, also the last one of a container that"
                + " has ended, failingStreak, how many probes have failed in a row, and log, the"
                + " last five, oldest first, each with time, durationMillis, exitCode (-1 when it"
                + " took too long) and output; applied, what the last apply gave"
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
    ContainerSelection containers = ContainerSelection.of(wiring);
    List<ObservedContainer> chosen;
    try {
      chosen = containers.all(arguments.operands());
    } catch (JpodException e) {
      throw e.failure() == Failure.NOT_FOUND ? withOtherThings(e) : e;
    }
    ContainerJson.full(wiring.console().out(), chosen, wiring);
    return ExitCode.DONE.code();
  }

  /** With other tools this command also finds images. */
  private static JpodException withOtherThings(JpodException missing) {
    return new JpodException(
        missing.failure(),
        String.valueOf(missing.getMessage()),
        missing.hint() + "; 'jpod image inspect' shows images",
        missing);
  }
}
