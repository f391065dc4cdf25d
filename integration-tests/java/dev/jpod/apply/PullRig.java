package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import dev.jpod.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A store in which a container runs, and a registry that does as it is told. Whatever becomes of a
 * pull, the container must not notice.
 */
final class PullRig {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web: {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      """;

  private final Store store = new Store();
  private final FaultyRegistry registry = FaultyRegistry.start();
  private final SortedMap<String, Seen> running;
  private final Content before;

  /** What the store has of images. */
  record Content(Set<String> blobs, Set<String> layers, String index) {}

  PullRig() throws IOException, InterruptedException {
    Files.createDirectories(home());
    store.apply(STACK).well();
    running = store.containers();
    before = content();
  }

  Store store() {
    return store;
  }

  FaultyRegistry registry() {
    return registry;
  }

  /** The home of the user who pulls, which has no settings. */
  Path home() {
    return store.folder().resolve("home");
  }

  /** The name of an image of the registry. */
  String name(String repository) {
    return registry.address() + "/" + repository + ":1";
  }

  /** The command line of jpod for a user with that home, who is not patient. */
  List<String> argv(String... arguments) {
    return argvWith("JPOD_REGISTRY_TIMEOUT=500ms", arguments);
  }

  /** As before, with another variable instead. */
  List<String> argvWith(String variable, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("env", "-u", "XDG_CONFIG_HOME"));
    argv.addAll(List.of("HOME=" + home(), variable));
    argv.addAll(store.argv(arguments));
    return argv;
  }

  Result pull(String repository, String... options) throws IOException, InterruptedException {
    return store.run(argv(pulling(name(repository), options)));
  }

  static String[] pulling(String name, String... options) {
    return Stream.concat(Stream.of("pull", name), Stream.of(options)).toArray(String[]::new);
  }

  Path images() {
    return store.layout().root().resolve("images");
  }

  /** What broken off transfers have left for others to go on with. */
  Set<String> partial() throws IOException {
    return Store.entries(images().resolve("partial"));
  }

  private Content content() throws IOException {
    return new Content(
        Store.entries(images().resolve("blobs/sha256")),
        layers(),
        Files.readString(images().resolve("index.json")));
  }

  private Set<String> layers() throws IOException {
    return Store.entries(store.layout().root().resolve("layers"));
  }

  /** No image more than before, nothing half-there, and the container runs on. */
  void requireUntouched() throws IOException, InterruptedException {
    requireTheSameImages();
    Set<String> waiting = new TreeSet<>(Store.entries(images().resolve("tmp")));
    waiting.removeIf(name -> name.endsWith(".lock"));
    assertThat(waiting).as("staged").isEmpty();
  }

  /** No image more than before, and the container runs on. */
  void requireTheSameImages() throws IOException {
    assertThat(store.containers()).isEqualTo(running);
    assertThat(running.values()).allMatch(Seen::runs);
    Content now = content();
    assertThat(now.index()).isEqualTo(before.index());
    assertThat(now.blobs()).isEqualTo(before.blobs());
  }

  /** Nothing of the image is left, not even for a later pull. */
  void requireNothingKept() throws IOException, InterruptedException {
    requireUntouched();
    assertThat(partial()).isEmpty();
    assertThat(layers()).isEqualTo(before.layers());
  }

  /** Takes all images away that nobody uses, and what was left for later pulls. */
  void forgetImages() throws IOException, InterruptedException {
    for (String name : partial()) {
      Files.delete(images().resolve("partial").resolve(name));
    }
    store.jpod("image", "prune", "--all", "--force").well();
  }

  /** Ends all of it, after which nothing may be left on the host. */
  void close() throws IOException, InterruptedException {
    try (store;
        registry) {
      store.destroyAll();
    }
  }
}
