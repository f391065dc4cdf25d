package dev.jpod.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run in a running container.
 *
 * @param env added to the container's own environment
 * @param user {@code name|uid[:group|gid]}; null for the container's
 * @param workingDir null for the container's
 * @param tty give it a terminal; standard input must be one
 * @param stdin leave standard input open; otherwise it reads end of file
 */
public record ExecSpec(
    List<String> argv,
    Map<String, String> env,
    @Nullable String user,
    @Nullable String workingDir,
    boolean tty,
    boolean stdin,
    boolean privileged,
    Ending ending) {
  /** Whether the caller waits. */
  public enum Ending {
    WAIT,
    DETACH
  }

  public ExecSpec {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
  }
}
