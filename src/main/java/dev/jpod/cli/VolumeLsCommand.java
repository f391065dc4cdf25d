package dev.jpod.cli;

import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.store.VolumeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code jpod volume ls}. */
final class VolumeLsCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Lists the volumes of the store, those of single containers included.")
        .output()
        .example("jpod volume ls", "Lists the volumes.")
        .section("Fields of the JSON objects", VolumeJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<VolumeRecord> volumes = wiring.engine().volumes().list();
    Console console = wiring.console();
    switch (arguments.format()) {
      case JSON -> VolumeJson.list(console.out(), volumes, wiring.layout());
      case TEXT -> {
        if (wiring.isQuiet()) {
          volumes.forEach(volume -> console.out().line(volume.name()));
        } else {
          table(volumes, wiring).write(console.out(), console.outPaint());
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static Table table(List<VolumeRecord> volumes, Wiring wiring) {
    Map<String, String> stacks = stacksOfContainers(volumes, wiring);
    Instant now = Instant.now();
    Table table = new Table("NAME", "STACK", "CREATED");
    for (VolumeRecord volume : volumes) {
      String stack = volume.container() == null ? volume.stack() : stacks.get(volume.container());
      table.row(
          volume.name(),
          stack == null ? "-" : stack,
          Times.roughly(Duration.between(volume.created(), now)) + " ago");
    }
    return table;
  }

  /** The stacks of the containers that have volumes of their own, by the containers' ids. */
  private static Map<String, String> stacksOfContainers(List<VolumeRecord> volumes, Wiring wiring) {
    Map<String, String> stacks = new HashMap<>();
    if (volumes.stream().anyMatch(volume -> volume.container() != null)) {
      for (ObservedContainer container : wiring.engine().observer().observeContainers()) {
        InstanceKey owner = container.owner();
        if (owner != null) {
          stacks.put(container.id(), owner.stack());
        }
      }
    }
    return stacks;
  }
}
