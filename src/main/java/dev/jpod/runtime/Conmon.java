package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;

/** What the two uses of conmon, creating a container and running in one, have in common. */
final class Conmon {
  private Conmon() {}

  static List<String> common(
      RuntimeCommands runtime,
      String id,
      String session,
      String name,
      String bundle,
      String pidFile,
      String exitDir,
      String logFile) {
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of("--api-version", "1"));
    argv.addAll(List.of("--cid", id, "--cuuid", session, "--name", name));
    argv.addAll(List.of("--runtime", runtime.program()));
    for (String argument : runtime.globalArguments()) {
      argv.addAll(List.of("--runtime-arg", argument));
    }
    argv.addAll(List.of("--bundle", bundle, "--container-pidfile", pidFile));
    argv.addAll(List.of("--exit-dir", exitDir, "--log-path", k8sFile(logFile)));
    argv.addAll(List.of("--log-level", "error", "--full-attach"));
    return argv;
  }

  static List<String> streams(ConmonCommand.Terminal terminal, ConmonCommand.Stdin stdin) {
    List<String> argv = new ArrayList<>();
    switch (terminal) {
      case NONE -> {}
      case PTY -> argv.add("--terminal");
    }
    switch (stdin) {
      case CLOSED -> {}
      case UNTIL_DETACH -> argv.add("--stdin");
      case KEPT_OPEN -> argv.addAll(List.of("--stdin", "--leave-stdin-open"));
    }
    return argv;
  }

  private static String k8sFile(String path) {
    if (path.indexOf(':') >= 0) {
      throw JpodException.refused(
          "the log cannot be at '" + path + "', because conmon cuts a log's path at a colon",
          "choose a store root without a colon");
    }
    return "k8s-file:" + path;
  }
}
