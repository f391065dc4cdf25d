package dev.jpod.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The argument lists of an OCI runtime; runc and crun take the same ones. Every method is pure.
 *
 * @param program the absolute path of runc or crun
 * @param stateRoot where the runtime keeps its state; one per store
 */
public record RuntimeCommands(String program, String stateRoot) {
  /** Starts the process of a container that conmon created. */
  public List<String> start(String id) {
    return command("start", id);
  }

  /** Prints the state as JSON; fails for an unknown container. */
  public List<String> state(String id) {
    return command("state", id);
  }

  /**
   * Sends a signal to the container's first process.
   *
   * @param signal a name such as {@code SIGTERM} or a number
   */
  public List<String> kill(String id, String signal) {
    return command("kill", id, signal);
  }

  /** Sends a signal to every process in the container's cgroup. */
  public List<String> killAll(String id, String signal) {
    return command("kill", "--all", id, signal);
  }

  /** Removes the runtime's state and cgroups of a container whose process has ended. */
  public List<String> delete(String id) {
    return command("delete", id);
  }

  /** Kills what still runs, then deletes; an unknown container is no error. */
  public List<String> forceDelete(String id) {
    return command("delete", "--force", id);
  }

  /** Sets new limits, which come as a {@link LimitUpdate} on standard input. */
  public List<String> update(String id) {
    return command("update", "-r", "-", id);
  }

  /** Freezes all processes of the container. */
  public List<String> pause(String id) {
    return command("pause", id);
  }

  /** Thaws them. */
  public List<String> resume(String id) {
    return command("resume", id);
  }

  /**
   * Runs another process in the container with the caller's own standard streams, and ends with its
   * exit code.
   *
   * @param processFile an {@link ExecProcess} as JSON
   */
  public List<String> exec(String id, String processFile) {
    return command("exec", "--process", processFile, id);
  }

  /** What stands before a subcommand. */
  List<String> globalArguments() {
    return List.of("--root", stateRoot);
  }

  private List<String> command(String... arguments) {
    List<String> argv = new ArrayList<>();
    argv.add(program);
    argv.addAll(globalArguments());
    argv.addAll(List.of(arguments));
    return Arguments.checked(argv);
  }
}
