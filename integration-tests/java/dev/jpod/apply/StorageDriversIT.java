package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.HandmadeImage.Tar;
import dev.jpod.apply.Store.Seen;
import dev.jpod.host.Mounts;
import dev.jpod.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of containers whose root file systems a program serves, or that have copies. */
class StorageDriversIT extends FreshStore {
  private static final String WEB = "shop-web-0";
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      pods:
        web:
          image: IMAGE
          command: [sleep, "1000"]
          stopSignal: KILL
          volumes: ["data:/data"]
          networks: none
          env: {LETTER: a}
      """;
  private static final String ANOTHER =
      """
        other: {image: IMAGE, command: [sleep, "1000"], stopSignal: KILL, networks: none}
      """;

  private static final String LOOK =
      """
      cd /tree; busybox find . -type f | busybox sort; busybox stat -c '%a %u' owned
      cat kept becomes-file becomes-folder/in
      """;
  private static final String OF_IMAGE =
      """
      ./becomes-file
      ./becomes-folder/in
      ./deep/new
      ./kept
      ./opaque/new
      ./owned
      4751 12
      2
      2
      2
      """;
  private static final String CHANGE =
      """
      cd /tree; busybox rm kept; busybox rm -r opaque deep; busybox mkdir opaque
      echo mine >opaque/mine; echo 3 >becomes-folder/in; busybox ln becomes-file same
      echo more >/data/more
      """;
  private static final String CHANGED =
      "cd /tree; busybox find . -type f | busybox sort; cat *r/in";
  private static final String AFTER_CHANGE =
      """
      ./becomes-file
      ./becomes-folder/in
      ./opaque/mine
      ./owned
      ./same
      3
      """;

  private static FaultyRegistry registry;

  @BeforeAll
  static void fillRegistry() throws IOException {
    registry = FaultyRegistry.start();
    Tar lower = new Tar().file("data/seed", 0640, 12, "seed\n");
    for (String name :
        List.of(
            "kept",
            "gone",
            "gone-folder/x",
            "opaque/old",
            "opaque/deep/old",
            "becomes-file/x",
            "becomes-folder",
            "deep/old")) {
      lower.file("tree/" + name, "1\n");
    }
    Tar upper =
        new Tar()
            .file("tree/kept", "2\n")
            .file("tree/.wh.gone", "")
            .file("tree/.wh.gone-folder", "")
            .file("tree/opaque/.wh..wh..opq", "")
            .file("tree/opaque/new", "2\n")
            .file("tree/becomes-file", "2\n")
            .file("tree/becomes-folder/in", "2\n")
            .file("tree/deep/.wh.old", "")
            .file("tree/deep/new", "2\n")
            .file("tree/owned", 04751, 12, "2\n");
    HandmadeImage.of(BusyboxImage.tar("1"), lower.finished(), upper.finished())
        .putInto(registry, "tree");
  }

  @AfterAll
  static void stopRegistry() throws IOException {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fuse-overlayfs", "copy"})
  void aContainerSeesItsImageKeepsItsFilesAndIsReplaced(String driver) throws Exception {
    String stack = STACK.replace("IMAGE", registry.address() + "/tree:1");
    apply(driver, stack).well();
    assertThat(jpod(driver, "info").well().out()).contains(driver);
    assertThat(store.sh(WEB, LOOK).well().out()).isEqualTo(OF_IMAGE);
    assertThat(store.sh(WEB, "cat /data/seed; busybox stat -c '%a %u' /data/seed").well().out())
        .isEqualTo("seed\n640 12\n");

    store.sh(WEB, CHANGE).well();
    Seen first = store.container(WEB);
    jpod(driver, "restart", WEB).well();
    assertThat(store.container(WEB).id()).isEqualTo(first.id());
    assertThat(store.container(WEB).pid()).isNotEqualTo(first.pid());
    assertThat(store.sh(WEB, CHANGED).well().out()).isEqualTo(AFTER_CHANGE);
    assertThat(apply(driver, stack, "-o", "json").well().recap().get("outcome").asString())
        .isEqualTo("unchanged");

    apply(driver, stack.replace("LETTER: a", "LETTER: b")).well();
    assertThat(store.container(WEB).id()).isNotEqualTo(first.id());
    assertThat(store.layout().container(first.id())).doesNotExist();
    assertThat(store.sh(WEB, LOOK).well().out()).isEqualTo(OF_IMAGE);
    assertThat(store.sh(WEB, "cat /data/more").well().out()).isEqualTo("more\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "overlay-userxattr"})
  void theKernelsOverlayfsShowsTheImageByEitherOfItsNames(String driver) throws Exception {
    apply(driver, STACK.replace("IMAGE", registry.address() + "/tree:1")).well();

    assertThat(store.sh(WEB, LOOK).well().out()).isEqualTo(OF_IMAGE);
    store.sh(WEB, CHANGE).well();
    assertThat(store.sh(WEB, CHANGED).well().out()).isEqualTo(AFTER_CHANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fuse-overlayfs", "copy"})
  void theRestartPolicyBringsItBackThoughItsRootWasTakenAway(String driver) throws Exception {
    apply(driver, STACK.replace("IMAGE", BusyboxImage.NAME)).well();
    store.sh(WEB, "echo mine >/mine").well();
    Seen first = store.container(WEB);

    Mounts.detachBelow(store.layout().container(first.id()));
    ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

    awaitRestart(first);
    assertThat(store.sh(WEB, "cat /mine").well().out()).isEqualTo("mine\n");
  }

  @Test
  void aRestartMendsWhatTheProgramThatServedItsFilesHasLeft() throws Exception {
    apply("fuse-overlayfs", STACK.replace("IMAGE", BusyboxImage.NAME)).well();
    store.sh(WEB, "echo mine >/mine").well();
    Seen first = store.container(WEB);

    program(first).destroyForcibly();
    store.jpod("restart", WEB).well();

    assertThat(store.container(WEB).pid()).isNotEqualTo(first.pid());
    assertThat(store.sh(WEB, "cat /mine").well().out()).isEqualTo("mine\n");
  }

  @Test
  void whatIsThereKeepsItsDriverWhenTheSettingChanges() throws Exception {
    String stack = STACK.replace("IMAGE", registry.address() + "/tree:1");
    String both = (STACK + ANOTHER).replace("IMAGE", registry.address() + "/tree:1");
    store.apply(stack).well();
    store.sh(WEB, CHANGE).well();
    Seen first = store.container(WEB);

    apply("copy", both).well();
    jpod("fuse-overlayfs", "restart", WEB).well();

    assertThat(store.container(WEB).id()).isEqualTo(first.id());
    assertThat(store.sh(WEB, CHANGED).well().out()).isEqualTo(AFTER_CHANGE);
    assertThat(store.sh("shop-other-0", LOOK).well().out()).isEqualTo(OF_IMAGE);
    Seen copied = store.container("shop-other-0");
    assertThat(store.layout().container(copied.id()).resolve("merged/tree/kept")).exists();
    assertThat(mounts()).noneMatch(mount -> mount.contains(copied.id()));

    apply("fuse-overlayfs", both.replace("LETTER: a", "LETTER: b")).well();

    assertThat(store.container("shop-other-0")).isEqualTo(copied);
    assertThat(store.sh(WEB, LOOK).well().out()).isEqualTo(OF_IMAGE);
    assertThat(program(store.container(WEB)).isAlive()).isTrue();
  }

  @Test
  void aDriverWhoseProgramIsMissingIsToldByThePlan() throws Exception {
    String hidden = "mount --bind /dev/null /usr/bin/fuse-overlayfs && exec \"$@\"";
    store.write("stack.yaml", STACK.replace("IMAGE", BusyboxImage.NAME));
    List<String> argv = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", hidden, "sh"));
    argv.addAll(argv("fuse-overlayfs", "apply", "-f", "stack.yaml"));

    Result result = store.run(argv).refusing(3);

    assertThat(result.err())
        .contains("'fuse-overlayfs' is not installed", "(stack.yaml:6)", "apt-get install");
    assertThat(Store.entries(store.layout().containers())).isEmpty();
    assertThat(Store.entries(store.layout().volumes())).isEmpty();
  }

  @Test
  void anImageIsMountedByWhateverServesFilesAndIsNotWhereFilesAreCopied() throws Exception {
    String refused = jpod("copy", "image", "mount", BusyboxImage.NAME).refusing(3).err();
    assertThat(refused).contains("cannot be mounted");

    Path place =
        Path.of(jpod("fuse-overlayfs", "image", "mount", BusyboxImage.NAME).well().out().strip());
    assertThat(place.resolve("etc/mark")).hasContent("1");
    jpod("fuse-overlayfs", "image", "unmount", BusyboxImage.NAME).well();
    assertThat(place).doesNotExist();
  }

  private Result apply(String driver, String stack, String... options) throws Exception {
    store.write("stack.yaml", stack);
    List<String> arguments = new ArrayList<>(List.of("apply", "-f", "stack.yaml"));
    arguments.addAll(List.of(options));
    return jpod(driver, arguments.toArray(String[]::new));
  }

  private Result jpod(String driver, String... arguments) throws Exception {
    return store.run(argv(driver, arguments));
  }

  private List<String> argv(String driver, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("env", "JPOD_STORAGE_DRIVER=" + driver));
    argv.addAll(store.argv(arguments));
    return argv;
  }

  private List<String> mounts() throws IOException {
    return List.copyOf(Footprint.of(store).mounts());
  }

  /** What serves the files of a container. */
  private ProcessHandle program(Seen container) throws IOException {
    String merged = store.layout().container(container.id()).resolve("merged").toString();
    return Footprint.of(store).processes().stream()
        .filter(process -> process.contains("fuse-overlayfs -o") && process.contains(merged))
        .map(process -> Long.parseLong(process.substring(0, process.indexOf(' '))))
        .map(pid -> ProcessHandle.of(pid).orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  private void awaitRestart(Seen before) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (store.container(WEB).pid() == before.pid() || !store.container(WEB).runs()) {
      assertThat(System.nanoTime()).as("no restart").isLessThan(until);
      Thread.sleep(20);
    }
  }
}
