package dev.jpod.cli;

import dev.jpod.cli.Surroundings.Caller;
import dev.jpod.host.HostUser;
import dev.jpod.host.Mounts;
import dev.jpod.host.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs, at packaging time, the commands that must start fast, so that the JVM finds their classes
 * in the AOT cache. Works on a store of its own in a temporary folder; the programs that would need
 * root are stand-ins.
 */
final class TrainingRun {
  private static final int EMPTY_TAR = 10 * 1024;

  private static final List<List<String>> COMMAND_LINES =
      List.of(
          List.of("--help"),
          List.of("version"),
          List.of("validate", "-f", "stack.yaml"),
          List.of("import", "-", "localhost/training:1"),
          List.of("images"),
          List.of("plan", "-f", "stack.yaml"),
          List.of("apply", "-f", "stack.yaml"),
          List.of("apply", "--exit-code", "-f", "stack.yaml"),
          List.of("apply", "--exit-code", "--output", "json", "-f", "stack.yaml"),
          List.of("apply", "--exit-code", "--quiet", "-f", "stack.yaml"),
          List.of("plan", "--exit-code", "-f", "stack.yaml"),
          List.of("ps"),
          List.of("ps", "--all", "--output", "json"),
          List.of("pod", "ls"),
          List.of("inspect", "db"),
          List.of("logs", "db"),
          List.of("apply", "-f", "changed.yaml"),
          List.of("apply", "-f", "stack.yaml"),
          List.of("destroy", "training"));

  private static final List<List<String>> WITH_NETWORKS =
      List.of(
          List.of("apply", "-f", "networks.yaml"),
          List.of("apply", "--exit-code", "-f", "networks.yaml"),
          List.of("ps"),
          List.of("pod", "ls"),
          List.of("network", "ls"));

  /** The same as one who is not root, whose pods another program connects with the host. */
  private static final List<List<String>> AS_USER =
      List.of(
          List.of("import", "-", "localhost/training:1"),
          List.of("apply", "-f", "user.yaml"),
          List.of("apply", "--exit-code", "-f", "user.yaml"),
          List.of("ps"));

  private final Path folder;
  private final Caller caller;

  private TrainingRun(Path folder, Caller caller) {
    this.folder = folder;
    this.caller = caller;
  }

  /**
   * Runs every command line in turn; one that fails makes the build fail.
   *
   * @param args the stack file to train with, and one with networks where these can be made
   */
  public static void main(String[] args) throws IOException {
    HeadStart.take();
    Path folder = Files.createTempDirectory("jpod-training");
    try {
      Files.copy(Path.of(args[0]), folder.resolve("stack.yaml"));
      Files.writeString(
          folder.resolve("changed.yaml"),
          Files.readString(Path.of(args[0])).replace("LEVEL: debug", "LEVEL: warning"));
      TrainingRun training = new TrainingRun(folder, Caller.ROOT);
      training.run(COMMAND_LINES);
      try (TrainingRegistry registry = TrainingRegistry.start(new byte[EMPTY_TAR])) {
        List<String> pull = List.of("pull", registry.image());
        training.run(List.of(pull, pull));
      }
      if (args.length > 1) {
        Files.copy(Path.of(args[1]), folder.resolve("networks.yaml"));
        training.run(WITH_NETWORKS);
        if (canConnect()) {
          // The range of the other store's network is taken by now.
          String text = Files.readString(folder.resolve("networks.yaml"));
          Files.writeString(folder.resolve("user.yaml"), text.replace("10.201.", "10.202."));
          Caller user = new Caller(new HostUser(1), folder.resolve("user").toString(), "", "");
          new TrainingRun(folder, user).run(AS_USER);
        }
      }
    } finally {
      Mounts.detachBelow(folder);
      delete(folder);
    }
  }

  private static boolean canConnect() {
    return Programs.ofHost().find("slirp4netns") != null
        && Files.isWritable(Path.of("/dev/net/tun"));
  }

  private void run(List<List<String>> lines) {
    for (List<String> line : lines) {
      int code = Main.run(surroundings(), line.toArray(String[]::new));
      if (code != ExitCode.DONE.code()) {
        throw new IllegalStateException("training: jpod " + line + " ended with " + code);
      }
    }
  }

  private Surroundings surroundings() {
    Surroundings process = Surroundings.ofProcess();
    Map<String, String> environment = new TreeMap<>(process.environment());
    String suffix = caller.user().isRoot() ? "" : "-of-user";
    environment.put("JPOD_ROOT", folder.resolve("root" + suffix).toString());
    environment.put("JPOD_RUNROOT", folder.resolve("run" + suffix).toString());
    environment.put("TRAINING_PASSWORD", "not a secret");
    return new Surroundings(
        new ByteArrayInputStream(new byte[EMPTY_TAR]),
        process.out(),
        process.err(),
        environment,
        folder,
        process.terminals(),
        process.locale(),
        caller);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
