package dev.jpod.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The argument list with which conmon runs another process in a running container. It answers with
 * one line of JSON when the process runs and with a second one when it has ended.
 *
 * @param program the absolute path of conmon
 * @param session the name of this run, unique within the container
 * @param folder the session's own folder; conmon keeps its sockets there
 * @param processFile an {@link ExecProcess} as JSON
 * @param pidFile where the runtime writes the process id
 * @param exitDir gets a file named after the container, with the exit code
 * @param logFile a k8s-file log of what the process prints
 */
public record ConmonExec(
    String program,
    RuntimeCommands runtime,
    String id,
    String session,
    String folder,
    String processFile,
    String pidFile,
    String exitDir,
    String logFile,
    ConmonCommand.Terminal terminal,
    ConmonCommand.Stdin stdin) {
  /** The arguments, conmon itself first; refused like those of {@link ConmonCommand}. */
  public List<String> arguments() {
    List<String> argv = new ArrayList<>();
    argv.add(program);
    argv.addAll(Conmon.common(runtime, id, session, id, folder, pidFile, exitDir, logFile));
    argv.addAll(Conmon.streams(terminal, stdin));
    argv.addAll(List.of("--exec", "--exec-process-spec", processFile));
    return Arguments.checked(argv);
  }
}
