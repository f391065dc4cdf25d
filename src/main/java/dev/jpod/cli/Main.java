package dev.jpod.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code jpod} command. */
@Command(
    name = "jpod",
    description = "Brings a host's containers to the state that a stack file describes.",
    mixinStandardHelpOptions = true,
    subcommands = VersionCommand.class)
public final class Main {
  private Main() {}

  /** Runs one command line and leaves the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command line in this process; the answer is its exit code. */
  static int run(String... args) {
    return new CommandLine(new Main()).execute(args);
  }
}
