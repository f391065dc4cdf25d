package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.HostUser;
import dev.jpod.host.IdMap;
import dev.jpod.model.Security;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs bundles on the runc or crun of this host, with a root file system of static busybox, and
 * leaves nothing behind: no container, cgroup, mount or folder.
 */
final class RealRuntime implements AutoCloseable {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final Path HYBRID = CGROUPS.resolve("unified");

  /** crun wants no cgroup2 beside v1 hierarchies, so it gets a view of the host without. */
  private static final String WITHOUT_HYBRID =
      "! mountpoint -q /sys/fs/cgroup/unified || mount -t tmpfs tmpfs /sys/fs/cgroup/unified"
          + " && exec \"$@\"";

  private static final List<String> APPLETS =
      List.of(
          "cat",
          "cut",
          "grep",
          "hostname",
          "id",
          "ls",
          "mkdir",
          "mknod",
          "mount",
          "readlink",
          "sed",
          "sh",
          "sleep",
          "stat",
          "sysctl",
          "test",
          "touch",
          "tr",
          "umount",
          "wc");

  private final Program program;
  private final Path folder;
  private final String cgroup;
  private final RuntimeCommands commands;

  /** The runtimes that jpod works with. */
  enum Program {
    RUNC("/usr/sbin/runc"),
    CRUN("/usr/bin/crun");

    private final String path;

    Program(String path) {
      this.path = path;
    }
  }

  /** What a container printed and how it ended. */
  record Outcome(int exitCode, String output) {
    String succeeded() {
      assertThat(exitCode).as("exit code, after %s", output).isZero();
      return output.strip();
    }

    List<String> lines() {
      return succeeded().lines().toList();
    }
  }

  RealRuntime(Program program) {
    this.program = program;
    try {
      folder = Files.createTempDirectory("jpod-runtime-it").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    HostUser user = HostUser.ofProcess();
    cgroup = (user.isRoot() ? "/" : "/user-" + user.id() + "/") + folder.getFileName();
    commands = new RuntimeCommands(program.path, folder.resolve("state").toString());
    try {
      makeRoot(rootfs());
      for (String name : List.of("hosts", "resolv.conf", "hostname")) {
        Files.writeString(folder.resolve(name), "made by the engine: " + name + "\n");
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  private static void makeRoot(Path root) throws IOException {
    Path bin = Files.createDirectories(root.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    for (String name : List.of("etc", "tmp", "run", "var/tmp", "dev", "proc", "sys")) {
      Files.createDirectories(root.resolve(name));
    }
    for (String name : List.of("tmp", "var/tmp")) {
      Files.setAttribute(root.resolve(name), "unix:mode", 01777);
    }
  }

  static HostFacts host() {
    try {
      return HostFacts.read(
          Files.exists(CGROUPS.resolve("cgroup.controllers")) ? CgroupVersion.V2 : CgroupVersion.V1,
          EnumSet.allOf(Controller.class),
          System.getProperty("os.arch"),
          Files.readString(Path.of("/proc/sys/kernel/osrelease")),
          Files.readString(Path.of("/proc/self/status")),
          Files.readString(Path.of("/proc/self/limits")),
          IdMap.ofProcess(),
          Set.of(HostFacts.Feature.SWAP_LIMIT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RuntimeCommands commands() {
    return commands;
  }

  Path folder() {
    return folder;
  }

  Path rootfs() {
    return folder.resolve("rootfs");
  }

  /** An ordinary container of this host that runs a line of shell. */
  SampleContainer shell(String script) {
    SampleContainer container = new SampleContainer();
    container.command = List.of("/bin/sh", "-c", script);
    container.rootfs = rootfs().toString();
    container.cgroupsPath = cgroup + "/" + SampleContainer.ID;
    container.hosts = folder.resolve("hosts").toString();
    container.resolvConf = folder.resolve("resolv.conf").toString();
    container.hostname = folder.resolve("hostname").toString();
    container.host = host();
    return container;
  }

  /** Runs the container to its end, under the engine's own seccomp profile. */
  Outcome run(SampleContainer container) {
    Security security = container.security();
    SeccompTarget target =
        SeccompTarget.of(Capabilities.granted(security, container.host), container.host);
    container.seccomp = SeccompProfile.builtIn().resolve(target);
    return runUnfiltered(container);
  }

  /** Runs the container with the filter that it has, or none. */
  Outcome runUnfiltered(SampleContainer container) {
    writeBundle(container);
    List<String> argv = new ArrayList<>(List.of(program.path));
    argv.addAll(commands.globalArguments());
    argv.addAll(List.of("run", "--bundle", folder.toString(), container.id));
    Outcome outcome = execute(argv, "");
    execute(commands.forceDelete(container.id), "");
    return outcome;
  }

  /** Creates and starts the container without waiting for its end. */
  void start(SampleContainer container) {
    writeBundle(container);
    List<String> argv = new ArrayList<>(List.of(program.path));
    argv.addAll(commands.globalArguments());
    argv.addAll(List.of("create", "--bundle", folder.toString(), container.id));
    executeDetached(argv);
    execute(commands.start(container.id), "").succeeded();
  }

  /** Runs a command of the runtime in its view of the host. */
  Outcome execute(List<String> command, String input) {
    return wait(launch(command, null), input);
  }

  private void executeDetached(List<String> command) {
    Path output = folder.resolve("output");
    Outcome outcome = wait(launch(command, output), "");
    try {
      assertThat(outcome.exitCode()).as(Files.readString(output)).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch(List<String> command, @Nullable Path output) {
    List<String> argv = new ArrayList<>();
    if (program == Program.CRUN && Files.exists(HYBRID)) {
      argv.addAll(List.of("unshare", "--mount", "sh", "-c", WITHOUT_HYBRID, "sh"));
    }
    argv.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    if (output != null) {
      builder.redirectOutput(output.toFile());
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome wait(Process process, String input) {
    try {
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended in time").isTrue();
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void writeBundle(SampleContainer container) {
    try {
      Files.writeString(folder.resolve("config.json"), container.config().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contents of the container's cgroup files, by name. */
  Map<String, String> readings(SampleContainer container) {
    Map<String, String> contents = new TreeMap<>();
    for (CgroupFile file : CgroupReadings.files(container.host.cgroups())) {
      Path path = path(container, file);
      if (Files.exists(path)) {
        contents.put(file.name(), read(path));
      }
    }
    return contents;
  }

  /** Does one of the writes that belong to an update. */
  void write(SampleContainer container, CgroupWrite write) {
    try {
      Files.writeString(path(container, write.file()), write.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(SampleContainer container, CgroupFile file) {
    Path hierarchy =
        switch (container.host.cgroups()) {
          case V1 -> CGROUPS.resolve(file.controller());
          case V2 -> CGROUPS;
        };
    return hierarchy.resolve(container.cgroupsPath.substring(1)).resolve(file.name());
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    execute(commands.forceDelete(SampleContainer.ID), "");
    try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
      for (Path hierarchy : hierarchies.toList()) {
        Files.deleteIfExists(hierarchy.resolve(cgroup.substring(1)));
      }
      Files.deleteIfExists(CGROUPS.resolve(cgroup.substring(1)));
      try (Stream<Path> left = Files.walk(folder)) {
        for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
