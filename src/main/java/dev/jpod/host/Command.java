package dev.jpod.host;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program to run, as data. Nothing is taken over from this process: the environment holds what
 * stands here and no more.
 *
 * @param argv the program first, by absolute path
 * @param stdin what the program reads; empty for end of file at once
 * @param timeout after which the program is killed
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the process, never compared
public record Command(
    List<String> argv,
    Map<String, String> environment,
    Path folder,
    byte[] stdin,
    Duration timeout) {
  /** What programs of the host need in their environment, whatever the caller's looks like. */
  public static final Map<String, String> PLAIN_ENVIRONMENT =
      Map.of("PATH", Programs.SEARCH_PATH, "HOME", "/root", "LC_ALL", "C");

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final byte[] NOTHING = {};
  private static final File NULL_DEVICE = new File("/dev/null");

  public Command {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command has at least a program");
    }
  }

  /** A program with the plain environment, in the root folder, without input. */
  public static Command of(List<String> argv) {
    return new Command(argv, PLAIN_ENVIRONMENT, Path.of("/"), NOTHING, PATIENCE);
  }

  /** The same program with something to read. */
  public Command reading(byte[] input) {
    return new Command(argv, environment, folder, input, timeout);
  }

  /** The same program in another working folder. */
  public Command in(Path other) {
    return new Command(argv, environment, other, stdin, timeout);
  }

  /** The same program with another time after which it is killed. */
  public Command within(Duration other) {
    return new Command(argv, environment, folder, stdin, other);
  }

  /** What starts these words in its folder and environment, without input. */
  ProcessBuilder starting(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.redirectInput(NULL_DEVICE);
  }

  /** How messages name it: the program's own name. */
  public String program() {
    String path = argv.getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
