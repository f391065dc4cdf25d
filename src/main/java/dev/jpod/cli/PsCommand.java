package dev.jpod.cli;

import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code jpod ps}. */
final class PsCommand implements Subcommand {
  private static final String ALL = "--all";
  private static final String STACK = "--stack";
  private static final String NO_TRUNC = "--no-trunc";
  private static final String POD = "--pod";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Lists the containers that run, those paused or about to be restarted included.",
            "Nothing is started to find out, and nothing is changed.",
            "Of two containers of one name, one takes the place of the other: (standby) is the new"
                + " one before it serves, (replaced) the old one after that.")
        .flag("-a," + ALL, "Also those that have ended or were never started.")
        .option(STACK, "NAME", "Only those of a stack.")
        .flag("-p," + POD, "Also the pod of each.")
        .flag(NO_TRUNC, "Ids in full.")
        .output()
        .example("jpod ps -a", "Lists all containers.")
        .example("jpod ps --stack shop -o json", "The containers of a stack, for a program.")
        .section("Fields of the JSON objects", ContainerJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<ObservedContainer> shown = new ArrayList<>();
    List<ObservedContainer> all = wiring.engine().observer().observeContainers();
    for (ObservedContainer container : all) {
      if (isAskedFor(container, arguments)) {
        shown.add(container);
      }
    }
    shown.sort(PsCommand::byInstance);
    Output out = wiring.console().out();
    PlacedPods pods = PlacedPods.of(new PodRecords(wiring.layout()), all);
    switch (arguments.format()) {
      case JSON -> ContainerJson.list(out, shown, pods);
      case TEXT -> {
        if (wiring.isQuiet()) {
          shown.forEach(container -> out.line(id(container, arguments)));
        } else {
          table(shown, arguments, pods).write(out, wiring.console().outPaint());
        }
      }
    }
    return ExitCode.DONE.code();
  }

  /** In the order of a plan; what belongs to no stack comes last. */
  private static int byInstance(ObservedContainer a, ObservedContainer b) {
    InstanceKey left = a.owner();
    InstanceKey right = b.owner();
    if (left != null && right != null) {
      int order = left.compareTo(right);
      return order == 0 ? a.id().compareTo(b.id()) : order;
    }
    if (left == null && right == null) {
      return a.name().compareTo(b.name());
    }
    return left == null ? 1 : -1;
  }

  private static boolean isAskedFor(ObservedContainer container, Arguments arguments) {
    String stack = arguments.value(STACK);
    InstanceKey owner = container.owner();
    if (stack != null && (owner == null || !owner.stack().equals(stack))) {
      return false;
    }
    return arguments.has(ALL) || container.status().isAlive();
  }

  private static String id(ObservedContainer container, Arguments arguments) {
    return arguments.has(NO_TRUNC) ? container.id() : container.shortId();
  }

  private static Table table(
      List<ObservedContainer> containers, Arguments arguments, PlacedPods pods) {
    List<String> headings =
        new ArrayList<>(List.of("NAME", "STATUS", "RESTARTS", "IMAGE", "PORTS", "CONTAINER ID"));
    if (arguments.has(POD)) {
      headings.add("POD");
    }
    Instant now = Instant.now();
    Table table = new Table(headings.toArray(String[]::new));
    for (ObservedContainer container : containers) {
      String podId = container.pod();
      PodRecord pod = podId == null ? null : pods.find(podId);
      List<String> cells = new ArrayList<>();
      cells.add(container.name());
      cells.add(StatusText.of(container, now) + pods.roleOf(container).suffix());
      cells.add(Integer.toString(container.restarts()));
      cells.add(container.imageName());
      cells.add(pod == null ? "-" : PortsText.of(pod.ports()));
      cells.add(id(container, arguments));
      if (arguments.has(POD)) {
        cells.add(pod == null ? "-" : pod.name());
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }
}
