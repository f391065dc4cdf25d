package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The argument list with which conmon creates a container and watches over it until its end. conmon
 * has to be started with the bundle as its working folder, one open descriptor for the answer, and
 * {@link #environment} and nothing else in its environment.
 *
 * @param program the absolute path of conmon
 * @param name what conmon calls the container in its own messages
 * @param bundle the folder of config.json; conmon keeps its sockets there
 * @param pidFile where the runtime writes the process id of the container
 * @param monitorPidFile where conmon writes its own
 * @param exitDir gets a file named after the container, with its exit code
 * @param persistDir gets {@code exit}, and {@code oom} when memory ran out
 * @param logFile a k8s-file log
 * @param logSizeMax bytes at which conmon empties the log, or 0 for never
 * @param exitCommand run after the exit code is written, the program's absolute path first
 */
public record ConmonCommand(
    String program,
    RuntimeCommands runtime,
    String id,
    String name,
    String bundle,
    String pidFile,
    String monitorPidFile,
    String exitDir,
    String persistDir,
    String logFile,
    long logSizeMax,
    Terminal terminal,
    Stdin stdin,
    List<String> exitCommand) {
  /** Whether the process has a terminal. */
  public enum Terminal {
    NONE,
    PTY
  }

  /** Where the standard input of the process comes from. */
  public enum Stdin {
    /** /dev/null. */
    CLOSED,
    /** Whoever attaches; it ends with the first that detaches. */
    UNTIL_DETACH,
    /** Whoever attaches; it stays open. */
    KEPT_OPEN
  }

  public ConmonCommand {
    exitCommand = List.copyOf(exitCommand);
    if (exitCommand.isEmpty()) {
      throw new IllegalArgumentException("an exit command has at least a program");
    }
  }

  /**
   * The arguments, conmon itself first.
   *
   * @throws JpodException for a line break in one of them, or a colon in the log's path, which
   *     conmon would cut there
   */
  public List<String> arguments() {
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of(program, "--api-version", "1"));
    argv.addAll(List.of("--cid", id, "--cuuid", id, "--name", name));
    argv.addAll(List.of("--runtime", runtime.program()));
    for (String argument : runtime.globalArguments()) {
      argv.addAll(List.of("--runtime-arg", argument));
    }
    argv.addAll(List.of("--bundle", bundle, "--container-pidfile", pidFile));
    argv.addAll(List.of("--exit-dir", exitDir, "--log-path", k8sFile(logFile)));
    argv.addAll(List.of("--log-level", "error", "--full-attach"));
    argv.addAll(List.of("--conmon-pidfile", monitorPidFile, "--persist-dir", persistDir));
    if (logSizeMax > 0) {
      argv.addAll(List.of("--log-size-max", Long.toString(logSizeMax)));
    }
    argv.addAll(streams());
    argv.addAll(List.of("--exit-command", exitCommand.getFirst()));
    for (String argument : exitCommand.subList(1, exitCommand.size())) {
      argv.addAll(List.of("--exit-command-arg", argument));
    }
    return Arguments.checked(argv);
  }

  private List<String> streams() {
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

  /**
   * All of the environment that conmon, the runtime and the exit command get.
   *
   * @param syncDescriptor the number of the descriptor on which conmon answers with one line of
   *     JSON
   * @param startDescriptor the number of the descriptor on which conmon waits for one byte before
   *     it begins, or null to begin at once
   */
  public static Map<String, String> environment(
      int syncDescriptor, @Nullable Integer startDescriptor) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("HOME", "/root");
    environment.put("_OCI_SYNCPIPE", Integer.toString(syncDescriptor));
    if (startDescriptor != null) {
      environment.put("_OCI_STARTPIPE", Integer.toString(startDescriptor));
    }
    return environment;
  }
}
