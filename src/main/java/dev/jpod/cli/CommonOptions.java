package dev.jpod.cli;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** The options that every command has, before or after its name. */
final class CommonOptions {
  static final String ROOT = "--root";
  static final String RUNROOT = "--runroot";
  static final String RUNTIME = "--runtime";
  static final String COLOR = "--color";
  static final String QUIET = "--quiet";
  static final String DEBUG = "--debug";
  static final String HELP = "--help";

  private CommonOptions() {}

  /** New option specifications: picocli keeps values in them. */
  static List<OptionSpec> create() {
    return List.of(
        Syntax.valueOption(
            ROOT,
            "DIR",
            "Where images, containers and volumes are kept. Default: JPOD_ROOT, the configuration"
                + " file, /var/lib/jpod or, without root, ~/.local/share/jpod."),
        Syntax.valueOption(
            RUNROOT,
            "DIR",
            "Where state is kept that a reboot may take. Default: JPOD_RUNROOT, the configuration"
                + " file, /run/jpod or, without root, $XDG_RUNTIME_DIR/jpod/store."),
        Syntax.valueOption(
            RUNTIME,
            "NAME",
            "The OCI runtime for new containers, runc or crun. Default: JPOD_RUNTIME, the"
                + " configuration file, runc."),
        Syntax.valueOption(COLOR, "WHEN", "Use colours: auto, always or never. Default: auto."),
        Syntax.flagOption(
            "-q," + QUIET,
            "Say less: of lists only the ids, of what succeeds nothing, of an apply or a destroy"
                + " only the recap, and that only when something was changed."),
        Syntax.flagOption(DEBUG, "Show where in jpod an error came from."),
        OptionSpec.builder("-h", HELP)
            .type(boolean.class)
            .arity("0")
            .usageHelp(true)
            .description("Explain the command and end.")
            .build());
  }
}
