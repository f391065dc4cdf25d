package dev.jpod.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How GnuPG is called: with a home of its own, without settings, questions, agents or the network.
 */
record GpgCommands(Path program, Path home) {
  /** A signed document has a few hundred bytes; a compressed one may pretend. */
  static final int LARGEST_PAYLOAD = 1 << 20;

  /** Takes the public keys of a file in. */
  List<String> importing(Path keys) {
    List<String> argv = start();
    argv.addAll(List.of("--import", keys.toString()));
    return argv;
  }

  /** Verifies a signed message and writes what was signed to a file. */
  List<String> verifying(Path message, Path payload) {
    List<String> argv = start();
    argv.addAll(List.of("--max-output", Integer.toString(LARGEST_PAYLOAD)));
    argv.addAll(List.of("--output", payload.toString(), "--verify", message.toString()));
    return argv;
  }

  private List<String> start() {
    return new ArrayList<>(
        List.of(
            program.toString(),
            "--homedir",
            home.toString(),
            "--no-options",
            "--batch",
            "--no-tty",
            "--quiet",
            "--no-autostart",
            "--disable-dirmngr",
            "--no-auto-key-locate",
            "--no-auto-key-import",
            "--no-auto-key-retrieve",
            "--trust-model",
            "always",
            "--status-fd",
            "1"));
  }
}
