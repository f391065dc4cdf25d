package dev.jpod.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs in a container.
 *
 * @param command takes the place of the image's entrypoint and drops its default arguments; null
 *     leaves the image's in force (as in Kubernetes)
 * @param args takes the place of the image's default arguments; null leaves them in force
 * @param envFiles files of {@code NAME=value} lines; {@link #env} wins over them, later files over
 *     earlier ones
 * @param user {@code name|uid[:group|gid]}; null for the image's
 * @param groups additional groups, names or numbers
 * @param ulimits by name without {@code RLIMIT_} in lower case, for example {@code nofile}
 * @param init run under a small init that reaps orphans and passes signals on
 */
public record ProcessSpec(
    @Nullable List<String> command,
    @Nullable List<String> args,
    Map<String, EnvValue> env,
    List<String> envFiles,
    @Nullable String workingDir,
    @Nullable String user,
    List<String> groups,
    Map<String, Ulimit> ulimits,
    boolean init,
    boolean tty,
    boolean stdin) {
  /** Everything as the image says. */
  public static final ProcessSpec OF_IMAGE =
      new ProcessSpec(
          null, null, Map.of(), List.of(), null, null, List.of(), Map.of(), false, false, false);

  public ProcessSpec {
    command = command == null ? null : List.copyOf(command);
    args = args == null ? null : List.copyOf(args);
    env = Ordered.copyOf(env);
    envFiles = List.copyOf(envFiles);
    groups = List.copyOf(groups);
    ulimits = Ordered.copyOf(ulimits);
  }

  /** The value of an environment variable. */
  public sealed interface EnvValue {
    /** A value that may be shown. */
    record Literal(String value) implements EnvValue {}

    /** The content of a secret of the stack; never shown. */
    record OfSecret(String secret) implements EnvValue {}
  }

  /** A soft and a hard limit; -1 is unlimited. */
  public record Ulimit(long soft, long hard) {}
}
