package dev.jpod.cli;

import dev.jpod.host.Command;
import dev.jpod.host.ContentProgram;
import dev.jpod.host.ContentProgram.Written;
import dev.jpod.model.JpodException;
import dev.jpod.reconcile.SecretMask;
import java.time.Duration;
import java.util.List;

/**
 * What a program writes that a manifest names as the source of a config or secret: sops, age, pass,
 * or any other. It has the environment and the folder of the run, and no shell.
 */
final class SecretProgram {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int LARGEST = 16 << 20;

  private SecretProgram() {}

  /** Its standard output, byte by byte. */
  static byte[] run(List<String> argv, Surroundings around) {
    Written written =
        new ContentProgram(
                new Command(argv, around.environment(), around.directory(), new byte[0], LONGEST),
                LARGEST)
            .run();
    if (written.exitCode() != 0) {
      throw JpodException.failed(
          "'" + argv.getFirst() + "' ended with exit code " + written.exitCode() + said(written),
          "run it by hand to see why");
    }
    return written.output();
  }

  /** What it complained of, without what it wrote as a result: that may be the secret. */
  private static String said(Written written) {
    String line = "";
    for (String each : written.error().lines().toList()) {
      line = each.isBlank() ? line : each.strip();
    }
    return line.isEmpty()
        ? ""
        : ": " + Failures.harmless(SecretMask.of(written.output()).masked(line));
  }
}
