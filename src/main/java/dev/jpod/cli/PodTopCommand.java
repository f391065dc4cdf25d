package dev.jpod.cli;

import dev.jpod.engine.Gauges;
import dev.jpod.engine.Observer;
import dev.jpod.observed.ObservedContainer;

/** {@code jpod pod top}. */
final class PodTopCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Lists the processes of pods, container by container.", ProcessList.MEANING)
        .output()
        .pods()
        .example("jpod pod top web", "The processes of the only replica of the pod web.");
    ProcessList.fields(syntax).exit(ExitCode.DONE).exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Observer observer = wiring.engine().observer();
    ProcessList processes = new ProcessList(new Gauges(wiring.layout()));
    for (PodView view : PodView.named(arguments.operands(), observer)) {
      for (ObservedContainer container : view.containers()) {
        processes.add(view.pod().name(), container);
      }
    }
    processes.show(arguments.format(), wiring.console());
    return ExitCode.DONE.code();
  }
}
