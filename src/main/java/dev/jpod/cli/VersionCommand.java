package dev.jpod.cli;

import java.util.Objects;

/** {@code jpod version}. */
final class VersionCommand implements Subcommand {
  private static final String UNPACKAGED = "unpackaged";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Shows the version of jpod.")
        .flag("--short", "Only the number.")
        .output()
        .example("jpod version", "Prints a line such as 'jpod 0.1.0'.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    String version = version();
    switch (arguments.format()) {
      case TEXT ->
          wiring.console().out().line(arguments.has("--short") ? version : "jpod " + version);
      case JSON ->
          JsonOutput.document(
              wiring.console().out(),
              json ->
                  json.writeStartObject().writeStringProperty("version", version).writeEndObject());
    }
    return ExitCode.DONE.code();
  }

  /** The version of this program; of one that was not packaged, a word for that. */
  static String version() {
    return Objects.requireNonNullElse(
        Main.class.getPackage().getImplementationVersion(), UNPACKAGED);
  }
}
