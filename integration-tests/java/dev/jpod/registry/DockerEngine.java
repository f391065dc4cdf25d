package dev.jpod.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.Processes;
import dev.jpod.host.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A Docker engine of the tests' own. It lives in namespaces of processes and of mounts of its own
 * and has neither bridge nor firewall rules, so nothing on the host but its folder and one control
 * group shows it, and killing its first process ends all of it.
 */
final class DockerEngine implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  /** Docker writes a key into /etc/docker and sockets into /run: neither is the host's here. */
  private static final String IN_ITS_NAMESPACES =
      """
      cd "$1"
      shift
      mkdir etc etc-work run
      mount -t overlay overlay -o lowerdir=/etc,upperdir=etc,workdir=etc-work /etc
      mount --bind run /run
      exec "$@"
      """;

  private final Path folder;
  private final String cgroup;
  private final Process process;

  private DockerEngine(Path folder, String cgroup, Process process) {
    this.folder = folder;
    this.cgroup = cgroup;
    this.process = process;
  }

  /** Starts an engine and waits until it answers; Testcontainers will use it. */
  static DockerEngine start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("jpod-it-docker-");
    String cgroup = folder.getFileName().toString();
    Files.writeString(folder.resolve("daemon.json"), "{}");
    Process process =
        new ProcessBuilder(
                Stream.of(enclosed(folder), dockerd(folder, cgroup)).flatMap(List::stream).toList())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    process.getOutputStream().close();
    DockerEngine engine = new DockerEngine(folder, cgroup, process);
    engine.awaitReadiness();
    System.setProperty("DOCKER_HOST", "unix://" + engine.socket());
    return engine;
  }

  /** The engine dies with the thread that starts it, which is the one that runs the tests. */
  private static List<String> enclosed(Path folder) {
    List<String> argv = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "unshare"));
    argv.addAll(List.of("--mount", "--propagation", "private", "--pid", "--mount-proc"));
    argv.addAll(List.of("--fork", "--kill-child=KILL", "sh", "-euc", IN_ITS_NAMESPACES));
    argv.addAll(List.of("sh", folder.toString()));
    return argv;
  }

  private static List<String> dockerd(Path folder, String cgroup) {
    List<String> argv = new ArrayList<>(List.of("dockerd", "--host", "unix://" + folder + "/sock"));
    argv.addAll(List.of("--data-root", folder + "/data", "--exec-root", folder + "/exec"));
    argv.addAll(List.of("--pidfile", folder + "/pid", "--config-file", folder + "/daemon.json"));
    argv.addAll(List.of("--bridge", "none", "--iptables=false", "--ip6tables=false"));
    argv.addAll(List.of("--ip-forward=false", "--ip-masq=false", "--userland-proxy=false"));
    argv.addAll(List.of("--exec-opt", "native.cgroupdriver=cgroupfs"));
    argv.addAll(List.of("--cgroup-parent", "/" + cgroup));
    return argv;
  }

  private Path socket() {
    return folder.resolve("sock");
  }

  private void awaitReadiness() throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!log().contains("API listen on " + socket())) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
        String log = log();
        close();
        throw new IllegalStateException(
            "no Docker engine runs here; 'integration-tests/set-up test' installs it\n" + log);
      }
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"), UTF_8);
  }

  /** Ends the engine with all its containers; nothing of it may be left. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!Processes.naming(folder).isEmpty() || !removed(cgroups())) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "the Docker engine left " + Processes.naming(folder) + " and " + cgroups());
      }
      LockSupport.parkNanos(20_000_000);
    }
    FileTree.delete(folder);
  }

  /** The engine's control groups in every hierarchy, the inner before the outer. */
  private List<Path> cgroups() throws IOException {
    List<Path> found = new ArrayList<>();
    Path mount = Path.of("/sys/fs/cgroup");
    collect(mount.resolve(cgroup), found);
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(mount, Files::isDirectory)) {
      for (Path hierarchy : hierarchies) {
        collect(hierarchy.resolve(cgroup), found);
      }
    }
    return found;
  }

  private static void collect(Path parent, List<Path> found) throws IOException {
    if (Files.isDirectory(parent)) {
      try (Stream<Path> below = Files.walk(parent)) {
        found.addAll(below.filter(Files::isDirectory).toList().reversed());
      }
    }
  }

  private static boolean removed(List<Path> cgroups) {
    boolean gone = true;
    for (Path each : cgroups) {
      gone &= each.toFile().delete();
    }
    return gone;
  }
}
