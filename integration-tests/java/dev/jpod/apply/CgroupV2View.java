package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mount namespace in which the host has version 2 of the cgroups and nothing else. On a host that
 * has version 1 as well, the controllers that it uses are missing there.
 */
final class CgroupV2View implements AutoCloseable {
  private static final String PREPARE =
      """
      umount -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup || exit
      [ -z "$1" ] || mount --bind "$1" /sys/fs/cgroup/cgroup.controllers || exit
      echo ready
      exec sleep 1000
      """;

  private final Process holder;

  private CgroupV2View(String controllers) throws IOException {
    holder =
        new ProcessBuilder(
                "unshare", "-m", "--propagation", "private", "sh", "-c", PREPARE, "sh", controllers)
            .redirectErrorStream(true)
            .start();
    assertThat(new String(holder.getInputStream().readNBytes(6), UTF_8)).isEqualTo("ready\n");
  }

  /** With the controllers that the host leaves to version 2. */
  static CgroupV2View ofHost() throws IOException {
    return new CgroupV2View("");
  }

  /**
   * With no controller that limits anything, to believe a file that is written into the folder.
   * Runtimes do not believe it, so nothing starts there.
   */
  static CgroupV2View withoutLimits(Path folder) throws IOException {
    return new CgroupV2View(
        Files.writeString(folder.resolve("cgroup.controllers"), "hugetlb\n").toString());
  }

  /** The command line that runs a program in there; it is in the root folder then. */
  List<String> argv(List<String> program) {
    List<String> argv =
        new ArrayList<>(List.of("nsenter", "-m", "-t", Long.toString(holder.pid())));
    argv.addAll(program);
    return argv;
  }

  @Override
  public void close() {
    holder.destroyForcibly().onExit().join();
  }
}
