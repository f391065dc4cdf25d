package dev.jpod.cli;

import dev.jpod.engine.Observer;
import java.util.List;

/** {@code jpod pod inspect}. */
final class PodInspectCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Shows everything known about pods, as a JSON array in the order of the names.")
        .jsonOutput()
        .pods()
        .example("jpod pod inspect web[0]", "Shows one pod.")
        .example("jpod pod inspect shop-web-0 | jq '.[0].networks'", "Its addresses and names.")
        .example(
            "jpod pod inspect web | jq '.[0].namespaces, .[0].infra'",
            "What its containers share, and the process that keeps it.")
        .section("Fields beside those of 'jpod pod ls -o json'", PodJson.MORE_FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    arguments.requireJson();
    Observer observer = wiring.engine().observer();
    List<PodView> chosen = PodView.named(arguments.operands(), observer);
    PodJson.full(wiring.console().out(), chosen, wiring);
    return ExitCode.DONE.code();
  }
}
