package dev.jpod.cli;

import java.util.List;

/**
 * Runs, at packaging time, the commands that must start fast, so that the JVM finds their classes
 * in the AOT cache. Works on a store of its own in a temporary folder; needs neither root nor a
 * runtime.
 */
final class TrainingRun {
  private static final List<List<String>> COMMAND_LINES =
      List.of(List.of("--help"), List.of("version"));

  private TrainingRun() {}

  /** Runs every command line in turn; whoever fails makes the build fail. */
  public static void main(String[] args) {
    for (List<String> commandLine : COMMAND_LINES) {
      int code = Main.run(Surroundings.ofProcess(), commandLine.toArray(String[]::new));
      if (code != 0) {
        throw new IllegalStateException("training: jpod " + commandLine + " ended with " + code);
      }
    }
  }
}
