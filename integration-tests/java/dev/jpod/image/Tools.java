package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.HostUser;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Other programs, run in a folder of the test's own. */
public record Tools(Path folder) {
  /** What a program prints; it must end well. */
  public String run(String... argv) throws IOException, InterruptedException {
    Process process = start(Map.of(), List.of(argv));
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** What a shell script prints; it must end well. */
  public String shell(String script) throws IOException, InterruptedException {
    return run("sh", "-euc", script);
  }

  /** Starts another jpod process of {@link StoreProgram}. */
  Process store(Map<String, String> environment, String... arguments) throws IOException {
    return java(environment, StoreProgram.class, arguments);
  }

  /** Starts another jpod process of {@link ShiftProgram}. */
  Process shift(UnionDriver driver, Path root, Digest image) throws IOException {
    return java(Map.of(), ShiftProgram.class, root.toString(), driver.name(), image.value());
  }

  private Process java(Map<String, String> environment, Class<?> program, String... arguments)
      throws IOException {
    List<String> argv = new ArrayList<>();
    argv.add(System.getProperty("java.home") + "/bin/java");
    argv.add("--enable-native-access=ALL-UNNAMED");
    argv.add("-Xmx64m");
    argv.add("-Djpod.user=" + HostUser.ofProcess().id());
    argv.add("-cp");
    argv.add(System.getProperty("java.class.path"));
    argv.add(program.getName());
    argv.addAll(List.of(arguments));
    return start(environment, argv);
  }

  private Process start(Map<String, String> environment, List<String> argv) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    return process;
  }
}
