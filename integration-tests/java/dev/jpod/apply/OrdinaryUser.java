package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A user of the host who is not root, made for a test, and gone with all that is his after it. */
final class OrdinaryUser implements AutoCloseable {
  private static final Duration TO_END = Duration.ofSeconds(5);

  /** On many hosts the devices are closed to ordinary users. */
  private static final String OPEN_DEVICES =
      """
      mount -t tmpfs -o mode=755 tmpfs /dev/net
      mknod -m 666 /dev/net/tun c 10 200
      mknod -m 666 /dev/net/fuse c 10 229
      mount --bind /dev/net/fuse /dev/fuse
      """;

  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

  private final String name;
  private final int id;
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private String preparation = OPEN_DEVICES;

  private OrdinaryUser(String name, int id, Path folder) {
    this.name = name;
    this.id = id;
    this.folder = folder;
    environment.put("PATH", PATH);
    environment.put("HOME", home().toString());
    environment.put("XDG_RUNTIME_DIR", run().toString());
  }

  /** One with numbers for his containers, as useradd gives them, and a folder for his login. */
  static OrdinaryUser create() throws IOException, InterruptedException {
    return create("--create-home");
  }

  /** One without numbers for containers. */
  static OrdinaryUser withoutSubordinateIds() throws IOException, InterruptedException {
    return create("--create-home", "--key", "SUB_UID_COUNT=0", "--key", "SUB_GID_COUNT=0");
  }

  private static OrdinaryUser create(String... options) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("jpod-it-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    String name = "jpodit" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30), 36);
    List<String> argv = new ArrayList<>(List.of("useradd"));
    argv.addAll(List.of(options));
    argv.addAll(List.of("--home-dir", folder.resolve("home").toString(), "--shell", "/bin/sh"));
    argv.add(name);
    asRoot(argv).well();
    int id = Integer.parseInt(asRoot(List.of("id", "-u", name)).well().out().strip());
    OrdinaryUser user = new OrdinaryUser(name, id, folder);
    user.logIn();
    return user;
  }

  static Result asRoot(List<String> argv) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(argv).start();
    process.getOutputStream().close();
    return Result.of(process);
  }

  String name() {
    return name;
  }

  int id() {
    return id;
  }

  Path home() {
    return folder.resolve("home");
  }

  /** The file that tells of his session. */
  Path note() throws IOException {
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    return home().resolve(".local/state/jpod/session." + host);
  }

  /** The folder that lasts as long as the user is logged in. */
  Path run() {
    return folder.resolve("run");
  }

  /** Makes the folder of the login. */
  void logIn() throws IOException, InterruptedException {
    String number = Integer.toString(id);
    asRoot(List.of("install", "-d", "-m", "700", "-o", number, "-g", number, run().toString()))
        .well();
  }

  /** Takes the folder of the login away, as systemd does with the last one. */
  void logOut() throws IOException {
    FileTree.delete(run());
  }

  OrdinaryUser with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  OrdinaryUser without(String variable) {
    environment.remove(variable);
    return this;
  }

  /**
   * Has a script of root's prepare what is mounted for the programs of this user, and only for
   * them.
   */
  OrdinaryUser after(String script) {
    preparation = script;
    return this;
  }

  /** Starts a program as this user, in his home, without input. */
  Process begin(List<String> argv) throws IOException {
    String number = Integer.toString(id);
    List<String> words = new ArrayList<>();
    String script = "set -e\n" + preparation + "\nexec \"$@\"";
    words.addAll(List.of("unshare", "--mount", "--", "sh", "-c", script, "sh"));
    words.addAll(List.of("setpriv", "--reuid", number, "--regid", number, "--init-groups", "--"));
    words.addAll(argv);
    ProcessBuilder builder = new ProcessBuilder(words).directory(home().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  Result run(String... argv) throws IOException, InterruptedException {
    return Result.of(begin(List.of(argv)));
  }

  Process beginJpod(String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of(Distribution.ofEverybody() + "/bin/jpod"));
    argv.addAll(List.of(arguments));
    return begin(argv);
  }

  Result jpod(String... arguments) throws IOException, InterruptedException {
    return Result.of(beginJpod(arguments));
  }

  /** Writes a file into the user's home, for him to read. */
  Path write(String file, byte[] content) throws IOException {
    return Files.write(home().resolve(file), content);
  }

  /** Puts the busybox image into the user's store. */
  void importImage() throws IOException, InterruptedException {
    Path tar = write("busybox.tar", BusyboxImage.tar("1"));
    jpod("import", tar.toString(), BusyboxImage.NAME).well();
    Files.delete(tar);
  }

  /** The ids of his processes and of his containers', whatever user those are of. */
  List<Long> processes() throws IOException {
    List<IdRange> own = IdRange.of(name, id);
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : folders) {
        long user = userOf(process);
        if (own.stream().anyMatch(range -> range.contains(user))) {
          found.add(Long.parseLong(String.valueOf(process.getFileName())));
        }
      }
    }
    return found;
  }

  /** Those that are left when there are as few, or after a while. */
  List<Long> processesDownTo(int count) throws IOException, InterruptedException {
    long until = System.nanoTime() + TO_END.toNanos();
    List<Long> left = processes();
    while (left.size() > count && System.nanoTime() < until) {
      Thread.sleep(20);
      left = processes();
    }
    return left;
  }

  /** -1 for a process that has ended, waited for by its parent or not. */
  private static long userOf(Path process) {
    try {
      for (String line : Files.readAllLines(process.resolve("status"))) {
        if (line.startsWith("State:\tZ")) {
          return -1;
        }
        if (line.startsWith("Uid:")) {
          return Long.parseLong(line.split("\t", -1)[1]);
        }
      }
      return -1;
    } catch (IOException gone) {
      return -1;
    }
  }

  /** Numbers of users on the host. */
  private record IdRange(long first, long count) {
    /** The user's own number, and those for his containers. */
    static List<IdRange> of(String name, int id) throws IOException {
      List<IdRange> ranges = new ArrayList<>(List.of(new IdRange(id, 1)));
      for (String line : Files.readAllLines(Path.of("/etc/subuid"))) {
        String[] fields = line.split(":", -1);
        if (fields[0].equals(name)) {
          ranges.add(new IdRange(Long.parseLong(fields[1]), Long.parseLong(fields[2])));
        }
      }
      return ranges;
    }

    boolean contains(long user) {
      return first <= user && user < first + count;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      endAll();
      asRoot(List.of("userdel", name)).well();
      FileTree.delete(folder);
      FileTree.delete(Path.of("/tmp/jpod-roots-" + id));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the user " + name + " is still there", e);
    }
  }

  private void endAll() throws IOException, InterruptedException {
    long until = System.nanoTime() + TO_END.toNanos();
    for (List<Long> left = processes(); !left.isEmpty(); left = processes()) {
      assertThat(System.nanoTime()).as("processes %s do not end", left).isLessThan(until);
      left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      Thread.sleep(20);
    }
  }
}
