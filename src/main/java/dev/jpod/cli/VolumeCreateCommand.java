package dev.jpod.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jpod volume create}. */
final class VolumeCreateCommand implements Subcommand {
  private static final String LABEL = "--label";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Makes an empty volume that belongs to no stack, and shows its name.",
            "A stack uses it with 'external: true'. One that is there already stays as it is, with"
                + " its labels.")
        .options("-l," + LABEL, "KEY=VALUE", "A label of the volume.")
        .operand("VOLUME", Syntax.Arity.ONE, "The name of the volume.")
        .example("jpod volume create --label owner=ops media", "Makes a volume with a label.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Map<String, String> labels = labels(arguments.values(LABEL));
    String name = arguments.operands().getFirst();
    wiring.engine().volumes().create(name, null, labels);
    if (!wiring.isQuiet()) {
      wiring.console().out().line(name);
    }
    return ExitCode.DONE.code();
  }

  private static Map<String, String> labels(List<String> given) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : given) {
      int equals = label.indexOf('=');
      if (equals <= 0) {
        throw Arguments.wrong(LABEL, label, "a key and a value, for example owner=ops");
      }
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    return labels;
  }
}
