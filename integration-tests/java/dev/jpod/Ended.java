package dev.jpod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How a program ended that a test ran.
 *
 * @param output standard output and standard error, as they came
 */
record Ended(int code, String output) {
  /** Runs a program without input in a working folder, and waits for its end. */
  static Ended running(Path workingFolder, List<String> argv)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(argv)
            .directory(workingFolder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output);
  }

  /** What the program printed; it must have ended well. */
  String well() {
    assertThat(code).as(output).isZero();
    return output;
  }

  /** What the program printed; it must have failed. */
  String badly() {
    assertThat(code).as(output).isNotZero();
    return output;
  }
}
