package dev.jpod.cli;

import dev.jpod.store.StoreKey;
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
 * in the AOT cache. Works on a store of its own in a temporary folder; needs neither root nor a
 * runtime.
 */
final class TrainingRun {
  private static final int EMPTY_TAR = 10 * 1024;

  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: training
      volumes:
        data: {}
      configs:
        motd: {content: "hello\\n"}
        profile: {file: stack.yaml}
      secrets:
        password: {env: TRAINING_PASSWORD}
      pods:
        db:
          image: localhost/training:1
          env: {PASSWORD: {secret: password}, "LEVEL": debug}
          args: [serve]
          init: true
          user: "1000:1000"
          secrets: [password]
          stopTimeout: 30s
          labels: {tier: data}
          mounts: [{type: tmpfs, target: /tmp, size: 16MiB}]
        web:
          image: localhost/training:1
          networks: host
          command: [httpd, -f]
          env: {LOG_LEVEL: "${LOG_LEVEL:-info}"}
          dependsOn: [db]
          replicas: 2
          configs: ["motd:/etc/motd", "profile:/etc/profile"]
          volumes: ["data:/data"]
          restart: on-failure:5
          resources: {memory: 64MiB, cpus: 0.5}
      """;

  private static final List<List<String>> EVERYDAY_COMMANDS =
      List.of(
          List.of("--help"),
          List.of("version"),
          List.of("validate", "-f", "stack.yaml"),
          List.of("images"),
          List.of("ps"),
          List.of("ps", "--all", "--output", "json"),
          List.of("inspect", "db"),
          List.of("plan", "-f", "stack.yaml"),
          List.of("apply", "-f", "stack.yaml", "--exit-code"),
          List.of("apply", "-f", "stack.yaml", "--output", "json"),
          List.of("apply", "-f", "stack.yaml", "--quiet"));

  private final Path folder;

  private TrainingRun(Path folder) {
    this.folder = folder;
  }

  /** Runs every command line in turn; one that fails makes the build fail. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("jpod-training");
    try {
      new TrainingRun(folder).run();
    } finally {
      delete(folder);
    }
  }

  private void run() throws IOException {
    Files.writeString(folder.resolve("stack.yaml"), STACK);
    command(List.of("import", "-", "localhost/training:1"));
    command(List.of("plan", "-f", "stack.yaml"));
    pretendToHaveApplied();
    for (List<String> line : EVERYDAY_COMMANDS) {
      command(line);
    }
  }

  private void command(List<String> line) {
    int code = Main.run(surroundings(), line.toArray(String[]::new));
    if (code != ExitCode.DONE.code()) {
      throw new IllegalStateException("training: jpod " + line + " ended with " + code);
    }
  }

  private void pretendToHaveApplied() throws IOException {
    Surroundings around = surroundings();
    Syntax plan = Syntax.of(CommandName.PLAN, CommandName.PLAN.create());
    Arguments arguments = plan.with(CommonOptions.create()).read(List.of("-f", "stack.yaml"));
    Console console = new Console(around, new Output(around.out()), Console.Colours.NEVER);
    Wiring wiring =
        new Wiring(
            around,
            console,
            new Settings(around, List.of(arguments)),
            new Failures(console, Failures.Detail.SENTENCE));
    ReadManifest manifest = ManifestArguments.read(arguments, wiring);
    new StoreKey(wiring.layout()).readOrCreate();
    TrainingStore.pretend(wiring.reconciler().plan(manifest.proposal()), wiring);
  }

  private Surroundings surroundings() {
    Surroundings process = Surroundings.ofProcess();
    Map<String, String> environment = new TreeMap<>(process.environment());
    environment.put("JPOD_ROOT", folder.resolve("root").toString());
    environment.put("JPOD_RUNROOT", folder.resolve("run").toString());
    environment.put("TRAINING_PASSWORD", "not a secret");
    return new Surroundings(
        new ByteArrayInputStream(new byte[EMPTY_TAR]),
        process.out(),
        process.err(),
        environment,
        folder,
        process.terminals(),
        process.locale());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
