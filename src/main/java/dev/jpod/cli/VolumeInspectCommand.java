package dev.jpod.cli;

import dev.jpod.store.VolumeRecord;
import java.util.ArrayList;
import java.util.List;

/** {@code jpod volume inspect}. */
final class VolumeInspectCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Shows everything known about volumes, as a JSON array in the order of the names.")
        .jsonOutput()
        .operand("VOLUME", Syntax.Arity.AT_LEAST_ONE, "The name of a volume.")
        .example("jpod volume inspect shop_db-data", "Shows one volume.")
        .section("Fields of the JSON objects", VolumeJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    arguments.requireJson();
    List<VolumeRecord> volumes = new ArrayList<>();
    for (String name : arguments.operands()) {
      volumes.add(wiring.engine().volumes().inspect(name));
    }
    VolumeJson.list(wiring.console().out(), volumes, wiring.layout());
    return ExitCode.DONE.code();
  }
}
