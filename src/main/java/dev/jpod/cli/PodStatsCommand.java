package dev.jpod.cli;

import dev.jpod.engine.Observer;
import dev.jpod.observed.ObservedPod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jpod pod stats}. */
final class PodStatsCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax.about(
        "Shows every second what the running containers of pods use, until interrupted or until"
            + " none runs.",
        StatsView.MEANING);
    UsageStream.describe(syntax)
        .operand("POD", Syntax.Arity.ANY, Syntax.POD + " Default: all pods.")
        .example("jpod pod stats", "All pods, as they change.")
        .example("jpod pod stats --no-stream -o json shop-web-0", "One pod, for a program.");
    UsageStream.fields(syntax).exit(ExitCode.DONE).exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Observer observer = wiring.engine().observer();
    List<ObservedPod> pods = observer.observe().pods();
    if (!arguments.operands().isEmpty()) {
      pods = new PodSelection(pods).all(arguments.operands());
    }
    Map<String, String> names = new LinkedHashMap<>();
    pods.forEach(pod -> names.put(pod.id(), pod.name()));
    return UsageStream.run(
        arguments,
        wiring,
        () ->
            observer.observeContainers().stream()
                .filter(container -> names.containsKey(container.pod()))
                .toList(),
        names);
  }
}
