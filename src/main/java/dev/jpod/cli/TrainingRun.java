package dev.jpod.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs, at packaging time, the commands that must start fast, so that the JVM finds their classes
 * in the AOT cache. Works on a store of its own in a temporary folder; needs neither root nor a
 * runtime.
 */
final class TrainingRun {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: training
      volumes:
        data: {}
      configs:
        motd: {content: "hello\\n"}
      pods:
        web:
          image: localhost/training:1
          networks: host
          command: [httpd, -f]
          env: {LOG_LEVEL: "${LOG_LEVEL:-info}"}
          configs: ["motd:/etc/motd"]
          volumes: ["data:/data"]
          restart: on-failure:5
          resources: {memory: 64MiB, cpus: 0.5}
      """;

  private static final List<List<String>> COMMAND_LINES =
      List.of(
          List.of("--help"),
          List.of("version"),
          List.of("validate", "-f", "stack.yaml"),
          List.of("ps"),
          List.of("images"));

  private TrainingRun() {}

  /** Runs every command line in turn; one that fails makes the build fail. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("jpod-training");
    try {
      Files.writeString(folder.resolve("stack.yaml"), STACK);
      for (List<String> commandLine : COMMAND_LINES) {
        run(folder, commandLine);
      }
    } finally {
      delete(folder);
    }
  }

  private static void run(Path folder, List<String> commandLine) {
    Surroundings process = Surroundings.ofProcess();
    Surroundings inFolder =
        new Surroundings(
            process.in(),
            process.out(),
            process.err(),
            process.environment(),
            folder,
            process.terminals(),
            process.locale());
    List<String> line = new ArrayList<>(commandLine);
    line.addAll(List.of("--root", folder.resolve("root").toString()));
    line.addAll(List.of("--runroot", folder.resolve("run").toString()));
    int code = Main.run(inFolder, line.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("training: jpod " + commandLine + " ended with " + code);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
