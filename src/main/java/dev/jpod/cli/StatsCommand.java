package dev.jpod.cli;

import dev.jpod.engine.Observer;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code jpod stats}. */
final class StatsCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax.about(
        "Shows every second what running containers use, until interrupted or until none runs.",
        StatsView.MEANING);
    UsageStream.describe(syntax)
        .operand("CONTAINER", Syntax.Arity.ANY, Syntax.CONTAINER + " Default: all containers.")
        .example("jpod stats", "All containers, as they change.")
        .example("jpod stats --no-stream -o json web", "One container, for a program.");
    UsageStream.fields(syntax).exit(ExitCode.DONE).exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Observer observer = wiring.engine().observer();
    List<String> operands = arguments.operands();
    List<ObservedContainer> all = observer.observeContainers();
    Set<String> chosen = new HashSet<>();
    ContainerSelection.of(wiring).all(operands).forEach(container -> chosen.add(container.id()));
    return UsageStream.run(
        arguments,
        wiring,
        () ->
            observer.observeContainers().stream()
                .filter(container -> operands.isEmpty() || chosen.contains(container.id()))
                .toList(),
        podNames(all, new PodRecords(wiring.layout())));
  }

  private static Map<String, String> podNames(List<ObservedContainer> all, PodRecords records) {
    Map<String, String> names = new HashMap<>();
    for (ObservedContainer container : all) {
      String id = container.pod();
      PodRecord record = id == null ? null : records.find(id);
      if (record != null) {
        names.put(record.id(), record.name());
      }
    }
    return names;
  }
}
