package dev.jpod.network;

import dev.jpod.host.Background;
import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.PinnedNamespace;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A network namespace that a store has to itself: one who is not root has no say over that of the
 * host. It is pinned on a file, and beside it is mounted what shows its interfaces.
 */
final class StoreGround implements Ground {
  private static final String MAKE =
      "mount -t sysfs -o ro,nosuid,nodev,noexec sysfs \"$1\" && ip link set lo up && "
          + "for kind in all default; do echo 0 >/proc/sys/net/ipv4/conf/$kind/arp_ignore && "
          + "if [ -e /proc/sys/net/ipv6 ]; then echo 2 >/proc/sys/net/ipv6/conf/$kind/accept_ra; "
          + "fi; done";

  private static final String SET =
      "while [ $# -gt 1 ]; do if [ -e \"$1\" ]; then echo \"$2\" >\"$1\" || exit; fi; shift 2;"
          + " done";

  private static final String SHOW =
      "exec grep -sH '' /proc/net/route /proc/net/ipv6_route /proc/net/tcp /proc/net/tcp6"
          + " /proc/net/udp /proc/net/udp6 /proc/sys/net/ipv4/ip_forward"
          + " /proc/sys/net/ipv6/conf/all/forwarding /proc/sys/net/ipv4/conf/*/route_localnet";

  private final Path folder;
  private final ProcessRunner runner;
  private final Programs programs;

  /**
   * The namespace of a store, there or not.
   *
   * @param folder what pins it lies there
   */
  StoreGround(Path folder, ProcessRunner runner, Programs programs) {
    this.folder = folder;
    this.runner = runner;
    this.programs = programs;
  }

  /** The file that pins it. */
  Path file() {
    return folder.resolve("net");
  }

  private Path sys() {
    return folder.resolve("sys");
  }

  /** Whether it is there, with all that belongs to it. */
  boolean exists() {
    return PinnedNamespace.isAt(file()) && Files.exists(interfaces());
  }

  /** Makes it, in place of one that was made half. */
  void make() {
    detach();
    try {
      Files.createDirectories(sys());
      if (!Files.exists(file())) {
        Files.createFile(file());
      }
    } catch (IOException e) {
      throw RunFolder.failed(folder, "made", e);
    }
    List<String> argv =
        List.of(
            programs.require("unshare").toString(),
            "--net=" + file(),
            programs.require("sh").toString(),
            "-ec",
            MAKE,
            "sh",
            sys().toString());
    CommandResult result = runner.run(Command.of(argv));
    if (!result.succeeded()) {
      detach();
      throw JpodException.failed(
          "the network of the store could not be made: '" + result.complaint() + "'",
          "see whether network namespaces and sysfs are allowed in user namespaces:"
              + " 'unshare -rn mount -t sysfs sysfs /sys'");
    }
  }

  /**
   * Lets go of it. It ends with the last process in it. Idempotent. What a run began that was
   * killed over it may have been mounted twice.
   */
  void detach() {
    for (List<String> mounted = mounted(); !mounted.isEmpty(); mounted = mounted()) {
      List<String> argv =
          new ArrayList<>(List.of(programs.require("umount").toString(), "--lazy", "--"));
      argv.addAll(mounted);
      runner.require(Command.of(argv), "letting go of the network of the store");
    }
  }

  private List<String> mounted() {
    List<String> mounted = new ArrayList<>();
    if (PinnedNamespace.isAt(file())) {
      mounted.add(file().toString());
    }
    if (Files.exists(interfaces())) {
      mounted.add(sys().toString());
    }
    return mounted;
  }

  @Override
  public List<String> program(String name) {
    return List.of(
        programs.require("nsenter").toString(),
        "--net=" + file(),
        programs.require(name).toString());
  }

  @Override
  public String path() {
    return file().toString();
  }

  @Override
  public Path interfaces() {
    return sys().resolve("class/net");
  }

  /** Begins at once to read what there is now. */
  @Override
  public KernelFiles files() {
    return new Shown(runner, Command.of(shell(SHOW)));
  }

  @Override
  public void set(SortedMap<Path, String> switches) {
    List<String> argv = shell(SET);
    for (Map.Entry<Path, String> entry : switches.entrySet()) {
      argv.add(entry.getKey().toString());
      argv.add(entry.getValue());
    }
    runner.require(Command.of(argv), "setting the kernel's switches of the store's network");
  }

  @Override
  public int wayOut() {
    return Uplink.MTU;
  }

  @Override
  public Owner owner() {
    return Owner.STORE;
  }

  private List<String> shell(String script) {
    List<String> argv = new ArrayList<>(program("sh"));
    argv.addAll(List.of("-c", script, "sh"));
    return argv;
  }

  /** Lines of files by the files' names, as {@code grep} writes them. */
  private static final class Shown implements KernelFiles {
    private volatile String text = "";
    private final Background reading;
    private final Map<String, List<String>> lines = new HashMap<>();

    Shown(ProcessRunner runner, Command command) {
      this.reading = Background.start(() -> this.text = runner.run(command).output());
    }

    @Override
    public synchronized List<String> lines(Path file) {
      if (lines.isEmpty()) {
        reading.close();
        read(text);
      }
      return lines.getOrDefault(file.toString(), List.of());
    }

    private void read(String shown) {
      lines.put("", List.of());
      int start = 0;
      for (int end = shown.indexOf('\n'); end >= 0; end = shown.indexOf('\n', start)) {
        int colon = shown.indexOf(':', start);
        if (colon > start && colon < end) {
          lines
              .computeIfAbsent(shown.substring(start, colon), _ -> new ArrayList<>())
              .add(shown.substring(colon + 1, end));
        }
        start = end + 1;
      }
    }
  }
}
