package dev.jpod.cli;

import dev.jpod.engine.Observer;
import java.util.List;

/** {@code jpod pod inspect}. */
final class PodInspectCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows everything known about pods, as a JSON array in the order of the names.",
            "The fields are those of 'jpod pod ls -o json', and: hostname; namespaces, those that"
                + " the pod holds for its containers; folder and runFolder, where its files are;"
                + " applied, what the last apply gave it, defaults left out; live, what the kernel"
                + " says of its limits, empty where they are at the default.")
        .jsonOutput()
        .pods()
        .example("jpod pod inspect web[0]", "Shows one pod.")
        .example("jpod pod inspect shop-web-0 | jq '.[0].networks'", "Its addresses and names.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    arguments.requireJson();
    Observer observer = wiring.engine().observer();
    List<PodView> chosen =
        PodView.of(new PodSelection(observer.observe().pods()).all(arguments.operands()), observer);
    PodJson.full(wiring.console().out(), chosen, wiring);
    return ExitCode.DONE.code();
  }
}
