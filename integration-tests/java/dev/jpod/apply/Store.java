package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.engine.Engine;
import dev.jpod.engine.RemovalMode;
import dev.jpod.host.FileTree;
import dev.jpod.host.HostUser;
import dev.jpod.host.Mounts;
import dev.jpod.host.ProcFs;
import dev.jpod.image.ImageStore;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A store of its own with the busybox image in it, and the packaged jpod to work on it. */
final class Store implements AutoCloseable {
  static final Path JPOD = Path.of(System.getProperty("jpod.home"), "bin/jpod").toAbsolutePath();

  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path folder;
  private final StoreLayout layout;
  private final Set<String> ids = new TreeSet<>();
  private final List<Process> begun = new ArrayList<>();

  Store() throws IOException {
    this(Files.createTempDirectory("jpod-it-"));
  }

  /** A store in an empty folder. */
  Store(Path folder) throws IOException {
    this.folder = folder;
    this.layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    BusyboxImage.importInto(layout.root(), BusyboxImage.NAME, "1");
  }

  /** A container as the host has it, found without jpod: its process is what the runtime says. */
  record Seen(String id, String name, long pid, long startTicks) {
    boolean runs() {
      return ProcFs.lives(pid, startTicks);
    }
  }

  Path folder() {
    return folder;
  }

  StoreLayout layout() {
    return layout;
  }

  Engine engine() {
    return Engine.over(layout, ImageStore.open(layout.root()), HostUser.ofProcess());
  }

  /** The command line of jpod on this store. */
  List<String> argv(String... arguments) {
    List<String> argv = new ArrayList<>(List.of(JPOD.toString()));
    argv.addAll(List.of(arguments));
    argv.addAll(List.of("--root", layout.root().toString()));
    argv.addAll(List.of("--runroot", layout.runroot().toString()));
    return argv;
  }

  /** Starts a program in the store's folder, without input. */
  Process begin(List<String> argv) throws IOException {
    remember();
    Process process = new ProcessBuilder(argv).directory(folder.toFile()).start();
    process.getOutputStream().close();
    begun.add(process);
    return process;
  }

  Result run(List<String> argv) throws IOException, InterruptedException {
    Result result = Result.of(begin(argv));
    remember();
    return result;
  }

  Result jpod(String... arguments) throws IOException, InterruptedException {
    return run(argv(arguments));
  }

  /** Runs a shell's script in a container. */
  Result sh(String container, String script) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(argv("exec"));
    argv.addAll(List.of(container, "sh", "-c", script));
    return run(argv);
  }

  /** Writes a file into the store's folder. */
  Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  Result apply(String stack, String... options) throws IOException, InterruptedException {
    return onStackFile("apply", stack, options);
  }

  /** What jpod plans for a stack file, as JSON. */
  JsonNode plan(String stack) throws IOException, InterruptedException {
    return onStackFile("plan", stack, "-o", "json").well().json();
  }

  Result onStackFile(String verb, String stack, String... options)
      throws IOException, InterruptedException {
    write("stack.yaml", stack);
    List<String> arguments = new ArrayList<>(List.of(verb, "-f", "stack.yaml"));
    arguments.addAll(List.of(options));
    return jpod(arguments.toArray(String[]::new));
  }

  /** An apply of the same stack file must find nothing to do, and do nothing. */
  void staysAsItIs(String stack) throws IOException, InterruptedException {
    SortedMap<String, Seen> before = containers();
    JsonNode recap = apply(stack, "-o", "json").well().recap();
    assertThat(recap.get("outcome").asString()).as(recap.toString()).isEqualTo("unchanged");
    assertThat(containers()).isEqualTo(before);
  }

  /** The containers that have a record, by name. */
  SortedMap<String, Seen> containers() throws IOException {
    SortedMap<String, Seen> seen = new TreeMap<>();
    for (String id : entries(layout.containers())) {
      Path file = layout.container(id).resolve("record.json");
      if (!Files.exists(file)) {
        continue;
      }
      JsonNode record = json(file);
      Path state = layout.runtimeState("runc").resolve(id).resolve("state.json");
      JsonNode runtime = Files.exists(state) ? json(state) : JSON.createObjectNode();
      Seen container =
          new Seen(
              id,
              record.get("name").asString(),
              runtime.path("init_process_pid").asLong(0),
              runtime.path("init_process_start").asLong(0));
      assertThat(seen.put(container.name(), container)).as("one of two generations").isNull();
    }
    return seen;
  }

  Seen container(String name) throws IOException {
    SortedMap<String, Seen> all = containers();
    assertThat(all).containsKey(name);
    return all.get(name);
  }

  /** The names of the containers whose process runs. */
  Set<String> running() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Seen container : containers().values()) {
      if (container.runs()) {
        names.add(container.name());
      }
    }
    return names;
  }

  /** The current revision of a stack. */
  long serial(String stack) throws IOException {
    return json(layout.stack(stack).resolve("current.json")).get("serial").asLong();
  }

  /** Takes note of the ids of all containers and pods that there are or that a journal names. */
  void remember() throws IOException {
    ids.addAll(entries(layout.containers()));
    ids.addAll(entries(layout.pods()));
    ids.addAll(entries(layout.runroot().resolve("containers")));
    for (String stack : entries(layout.stacks())) {
      Path journal = layout.stack(stack).resolve("journal");
      if (Files.exists(journal)) {
        ID.matcher(Files.readString(journal)).results().map(MatchResult::group).forEach(ids::add);
      }
    }
  }

  Set<String> knownIds() {
    return ids;
  }

  /** Destroys every stack with its volumes, after which nothing of it may be left on the host. */
  void destroyAll() throws IOException, InterruptedException {
    for (String stack : entries(layout.stacks())) {
      jpod("destroy", stack, "--volumes").well();
    }
    Footprint.awaitNothing(this);
    assertThat(entries(layout.stacks())).isEmpty();
  }

  /** Takes away by force what a failed test left, then the folder. */
  @Override
  public void close() throws IOException {
    begun.forEach(Process::destroyForcibly);
    begun.forEach(process -> process.onExit().join());
    for (String id : entries(layout.containers())) {
      engine().containers().remove(id, RemovalMode.KILL_FIRST);
    }
    for (String id : entries(layout.pods())) {
      engine().pods().remove(id);
    }
    Mounts.detachBelow(folder);
    FileTree.delete(folder);
  }

  static JsonNode json(Path file) throws IOException {
    return JSON.readTree(Files.readString(file));
  }

  static Set<String> entries(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NoSuchFileException e) {
      return names;
    }
    return names;
  }
}
