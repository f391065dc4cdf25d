package dev.jpod.cli;

import dev.jpod.engine.Volumes;
import dev.jpod.model.JpodException;

/** {@code jpod volume rm}. */
final class VolumeRmCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes volumes and the data in them.",
            "A volume that a container uses is refused. There is no way back.")
        .operand("VOLUME", Syntax.Arity.AT_LEAST_ONE, "The name of a volume.")
        .example("jpod volume rm shop_db-data", "Removes one volume.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(3, "a container uses the volume, and it stays")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Volumes volumes = wiring.engine().volumes();
    int code = ExitCode.DONE.code();
    for (String name : arguments.operands()) {
      try {
        volumes.inspect(name);
        volumes.remove(name);
        if (!wiring.isQuiet()) {
          wiring.console().out().line(name);
        }
      } catch (JpodException e) {
        code = wiring.failures().report(e).code();
      }
    }
    return code;
  }
}
