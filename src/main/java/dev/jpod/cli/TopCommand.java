package dev.jpod.cli;

import dev.jpod.engine.Gauges;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;

/** {@code jpod top}. */
final class TopCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Lists the processes of containers.", ProcessList.MEANING)
        .output()
        .containers()
        .example("jpod top shop-web-0", "The processes of one container.")
        .example("jpod top -o json web | jq '.[].pid'", "Their ids on the host.");
    ProcessList.fields(syntax).exit(ExitCode.DONE).exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    ProcessList processes = new ProcessList(new Gauges(wiring.layout()));
    PodRecords pods = new PodRecords(wiring.layout());
    for (ObservedContainer container : ContainerSelection.of(wiring).all(arguments.operands())) {
      String id = container.pod();
      PodRecord pod = id == null ? null : pods.find(id);
      processes.add(pod == null ? "" : pod.name(), container);
    }
    processes.show(arguments.format(), wiring.console());
    return ExitCode.DONE.code();
  }
}
