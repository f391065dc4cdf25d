package dev.jpod.cli;

import dev.jpod.store.VolumeRecord;
import java.util.List;

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
          table(volumes).write(console.out(), console.outPaint());
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static Table table(List<VolumeRecord> volumes) {
    Table table = new Table("NAME", "STACK", "CREATED");
    for (VolumeRecord volume : volumes) {
      String stack = volume.stack();
      table.row(volume.name(), stack == null ? "-" : stack, volume.created().toString());
    }
    return table;
  }
}
