package dev.jpod.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.Command;
import dev.jpod.host.FileTree;
import dev.jpod.host.HostUser;
import dev.jpod.host.Mounts;
import dev.jpod.host.ProcFs;
import dev.jpod.host.ProcessRunner;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.JpodException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An image whose files belong to the users of a user namespace is, but for the owners, the image
 * itself: for root, and for an ordinary user who runs this in his namespaces.
 */
class ShiftedLayersIT {
  private static final IdMappings IDS = ShiftProgram.IDS;

  private static final String LOWER =
      """
      umask 022; mkdir -p etc data/sub tmp gone opaque/hidden closed long; chmod 1777 tmp
      echo shadow >etc/shadow; chown 12:34 etc/shadow; chmod 640 etc/shadow
      ln etc/shadow data/sub/hard; ln etc/shadow tmp/hard
      cp /bin/busybox su; chown 7:8 su; chmod 6755 su; cp /bin/busybox ping
      setcap cap_net_raw+ep ping; ln ping long/ping; cp ping other; chown 5:5 other
      setcap cap_chown,cap_net_raw+i other
      ln -s /etc/passwd outside; chown -h 77:88 outside; ln -s data inside; mkfifo pipe
      echo x >closed/file; chmod 550 closed; chown 9:9 closed closed/file; chmod 0 closed/file
      echo 1 >gone/file; echo 1 >opaque/hidden/file; echo 1 >file; echo 1 >becomes-link
      : >"$(printf 'new\\nline')"; : >"$(printf 'latin\\351')"; : >-rf; : >'two  spaces'
      chown 3:4 -- -rf; truncate -s 5M sparse; setfattr -n user.note -v yes file
      cd long && for i in $(seq 30); do mkdir n$i; cd n$i; done
      echo deep >file; chown 1:1 file
      """;

  private static final String UPPER =
      """
      umask 022; mkdir -p opaque data; chown 20:21 . data; chmod 751 .; : >.wh.gone
      : >opaque/.wh..wh..opq; echo 2 >opaque/seen; echo 2 >file; ln -s / becomes-link
      """;

  private static final String DEVICES =
      "mknod null c 1 3; mknod disk b 259 70000; chown 6:6 disk\n";

  private static final String TIMES =
      "find . -depth -exec touch -h -d '2001-02-03 04:05:06.123456789' {} +\n";

  /** fuse-overlayfs counts the names of a file that somebody has asked for. */
  private static final String SEEN =
      "find . -size +0 >/dev/null; find . \\( -type d -printf '%P %y %m %U:%G %T@\\0' -o -printf"
          + " '%P %y %m %U:%G %T@ %n %s %l\\0' \\) | LC_ALL=C sort -z";

  private static final String CONTENT =
      "find . -type f -exec sha256sum -z {} + | LC_ALL=C sort -z;"
          + " getfattr -R -h -d -m user.note . | LC_ALL=C sort";

  private static final Pattern DEVICE = Pattern.compile("^\\S+ [bc] ");
  private static final Pattern OWNER = Pattern.compile(" (\\d+):(\\d+) ");

  private Path folder;
  private Tools tools;
  private Digest image = Digest.sha256("0".repeat(64));

  static Stream<UnionDriver> drivers() {
    return Stream.of(
        HostUser.ofProcess().isRoot() ? UnionDriver.OVERLAY : UnionDriver.USER_OVERLAY,
        UnionDriver.FUSE_OVERLAYFS,
        UnionDriver.COPY);
  }

  static Stream<UnionDriver> mounting() {
    return drivers().filter(driver -> driver != UnionDriver.COPY);
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("jpod-it-");
    tools = new Tools(folder);
  }

  @AfterEach
  void remove() throws IOException {
    Mounts.detachBelow(folder);
    FileTree.delete(folder);
  }

  private Path root() {
    return folder.resolve("store");
  }

  private Path shifted() {
    return root().resolve("layers/shifted");
  }

  private ImageStore open(UnionDriver driver) {
    return ImageStore.open(
        root(), UnpackLimits.GENEROUS, new UnionChoice(HostUser.ofProcess(), driver));
  }

  private ImageStore store(UnionDriver driver) throws Exception {
    String devices = HostUser.ofProcess().isRoot() ? DEVICES : "";
    return store(driver, LOWER.replace("cd long", devices + "cd long"), UPPER);
  }

  private ImageStore store(UnionDriver driver, String... layers) throws Exception {
    List<byte[]> tars = new ArrayList<>();
    for (String layer : layers) {
      Path tree = Files.createTempDirectory(folder, "tree-");
      new Tools(tree).shell(layer);
      new Tools(tree).shell(TIMES);
      tools.run(
          "tar",
          "-C",
          tree.toString(),
          "--xattrs",
          "--xattrs-include=*",
          "--format=posix",
          "-cf",
          "layer.tar",
          ".");
      tars.add(Files.readAllBytes(folder.resolve("layer.tar")));
    }
    ImageFixture fixture =
        new ImageFixture(tars, ImageFixture.config(Platform.ofHost().architecture(), tars));
    ImageStore store = open(driver);
    image =
        store
            .load(new ByteArrayInputStream(fixture.ociArchive("localhost/tree:1")))
            .getFirst()
            .id();
    return store;
  }

  /** Where the files of an image can be seen. */
  private Path shown(ImageRoot image) throws IOException {
    Path place = Files.createTempDirectory(folder, "shown-");
    if (image.driver() == UnionDriver.COPY) {
      FlatImage.copy(image, place);
      return place;
    }
    String options =
        "ro,lowerdir="
            + String.join(":", image.shortLayers())
            + ":"
            + Files.createTempDirectory(folder, "empty-")
            + image.driver().options();
    new ProcessRunner()
        .require(
            Command.of(UnionChoice.command(image.driver(), options, place)).in(image.folder()),
            "mounting an image");
    return place;
  }

  private static String run(Path in, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-euc", script)
            .directory(in.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static List<String> seen(Path place) throws IOException, InterruptedException {
    return new ArrayList<>(List.of(run(place, SEEN).split("\0", -1)));
  }

  /** What is seen where owners have their numbers outside. */
  private static List<String> withOwners(List<String> seen, IdMappings ids) {
    List<String> shifted = new ArrayList<>();
    for (String line : seen) {
      shifted.add(
          isDevice(line)
              ? line
              : OWNER
                  .matcher(line)
                  .replaceAll(
                      owner ->
                          " "
                              + ids.user(Long.parseLong(owner.group(1)))
                              + ":"
                              + ids.group(Long.parseLong(owner.group(2)))
                              + " "));
    }
    return shifted;
  }

  /** Devices keep their owners. */
  private static boolean isDevice(String line) {
    return DEVICE.matcher(line).find();
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void nothingButTheOwnersIsDifferent(UnionDriver driver) throws Exception {
    ImageStore store = store(driver);
    Path before = shown(store.root(image));

    Path after = shown(store.root(image, IDS));

    assertThat(seen(before))
        .anyMatch(line -> line.contains("su f 6755 7:8"))
        .anyMatch(line -> line.startsWith("etc/shadow f 640 12:34 981173106.1234567890 "));
    List<String> wrong = seen(after);
    assertThat(wrong).hasSameSizeAs(seen(before));
    wrong.removeAll(withOwners(seen(before), IDS));
    assertThat(wrong).isEmpty();
    assertThat(run(after, CONTENT)).isEqualTo(run(before, CONTENT));
    assertThat(after.resolve("gone")).doesNotExist();
    assertThat(after.resolve("opaque/hidden")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void rightsOfProgramsAreThoseOfTheNamespacesRoot(UnionDriver driver) throws Exception {
    ImageStore store = store(driver);

    Path place = shown(store.root(image, IDS));

    String rights = "getfattr -R -d -m security.capability -e hex . | grep -v '^$' | sort";
    String end = "000000000000e8030000";
    assertThat(run(place, rights).lines().distinct())
        .contains("# file: ping", "# file: long/ping", "# file: other")
        .filteredOn(line -> line.startsWith("security"))
        .containsExactly(
            "security.capability=0x0000000300000000012000000000" + end,
            "security.capability=0x0100000300200000000000000000" + end);
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void whoKeepsHisNumberKeepsHisFiles(UnionDriver driver) throws Exception {
    ImageStore store =
        store(
            driver,
            "echo 1 >same; chown 12:12 same; echo 2 >other; chown 0:12 other; chown 12:12 .");
    List<Range> swapped = List.of(new Range(0, 1, 1), new Range(1, 0, 1), new Range(12, 12, 1));

    Path place = shown(store.root(image, new IdMappings(swapped, swapped)));

    assertThat(run(place, "stat -c '%n %u:%g' . same other"))
        .isEqualTo(". 12:12\nsame 12:12\nother 1:12\n");
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void anOwnerWhoIsNotMappedIsRefusedAndNothingIsLeft(UnionDriver driver) throws Exception {
    ImageStore store =
        store(driver, "mkdir -p a/b; echo 1 >\"$(printf 'a/b/x\\ny')\"; chown 0:4711 a/b/*");
    IdMappings narrow = new IdMappings(IDS.users(), List.of(new Range(0, 2000, 4711)));

    assertThatThrownBy(() -> shown(store.root(image, narrow)))
        .hasMessage(
            "'/a/b/x?y' belongs to group 4711, which is not in the user namespace that it is for")
        .isInstanceOfSatisfying(
            JpodException.class,
            refusal -> {
              assertThat(refusal.failure()).isEqualTo(Failure.REFUSED);
              assertThat(refusal.hint()).contains("4711");
            });

    assertThat(shifted())
        .satisfiesAnyOf(
            none -> assertThat(none).doesNotExist(), none -> assertThat(none).isEmptyDirectory());
    assertThat(StoreCase.names(root().resolve("layers/tmp")))
        .allMatch(name -> name.endsWith(".lock"));
    assertThat(ProcFs.mountsBelow(root())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mounting")
  void theLayerIsOnTopAndMadeOnce(UnionDriver driver) throws Exception {
    ImageStore store = store(driver);
    List<Path> own = store.root(image).layers();

    ImageRoot first = store.root(image, IDS);
    Object made = Files.readAttributes(first.layers().getFirst(), "unix:ino,ctime");
    ImageRoot again = open(driver).root(image, IDS);

    assertThat(first.layers().subList(1, first.layers().size())).isEqualTo(own);
    assertThat(again).isEqualTo(first);
    assertThat(Files.readAttributes(again.layers().getFirst(), "unix:ino,ctime")).isEqualTo(made);
    assertThat(first.folder().resolve(first.shortLayers().getFirst()))
        .isEqualTo(first.layers().getFirst());
    assertThat(first.shortLayers().getFirst()).hasSizeLessThan(48);
    assertThat(first.shifted()).isEqualTo(StoreCase.names(shifted()).getFirst());
    assertThat(StoreCase.names(root().resolve("layers/tmp"))).isEmpty();
    assertThat(ProcFs.mountsBelow(folder)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mounting")
  void eachMappingHasALayerAndWhatIsTheSameHasNone(UnionDriver driver) throws Exception {
    ImageStore store = store(driver);
    IdMappings other = new IdMappings(IDS.users(), List.of(new Range(0, 2001, 5000)));
    List<Range> all = List.of(new Range(0, 0, 65536));

    assertThat(store.root(image, other).shifted()).isNotEqualTo(store.root(image, IDS).shifted());
    assertThat(store.root(image, new IdMappings(all, all))).isEqualTo(store.root(image));
    assertThat(StoreCase.names(shifted())).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("mounting")
  void whatNoContainerNotesGoesWithTheNextRemoval(UnionDriver driver) throws Exception {
    ImageStore store = store(driver);
    String used = store.root(image, IDS).shifted();
    IdMappings other = new IdMappings(IDS.users(), List.of(new Range(0, 2001, 5000)));
    store.root(image, other);
    ImageNeeds needs = new ImageNeeds(Set.of(image), Map.of()).withShifted(Set.of(used));
    long whole = store.usage(needs, Instant.EPOCH).total();
    long reclaimable = store.usage(needs, Instant.EPOCH).reclaimable();

    PrunedImages pruned = store.prune(() -> needs, _ -> true, Instant.EPOCH);

    assertThat(reclaimable).isPositive().isEqualTo(pruned.freed());
    assertThat(StoreCase.names(shifted())).containsExactly(used);
    assertThat(store.usage(needs, Instant.EPOCH).total()).isEqualTo(whole - pruned.freed());
    assertThat(store.usage(needs, Instant.EPOCH).reclaimable()).isZero();

    store.remove(image.value(), () -> ImageNeeds.NONE, RemovalMode.ONLY_IF_UNUSED);
    assertThat(shifted()).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("mounting")
  void whoeverIsKilledOverItLeavesNothingThatIsUsed(UnionDriver driver) throws Exception {
    ImageStore store =
        store(driver, "for i in $(seq 800); do echo $i >f$i; done; mkdir d; chown 1:1 f*");
    List<String> whole = withOwners(seen(shown(store.root(image))), IDS);
    int cut = 0;
    for (int delay = 300; delay <= 900; delay += 200) {
      FileTree.delete(shifted());
      Process process = tools.shift(driver, root(), image);
      Thread.sleep(delay);
      process.destroyForcibly().waitFor();
      boolean unfinished = !Files.exists(shifted());
      cut += unfinished && !StoreCase.names(root().resolve("layers/tmp")).isEmpty() ? 1 : 0;

      ImageStore next = open(driver);

      assertThat(StoreCase.names(root().resolve("layers/tmp"))).isEmpty();
      assertThat(ProcFs.mountsBelow(root())).isEmpty();
      assertThat(seen(shown(next.root(image, IDS)))).isEqualTo(whole);
    }
    assertThat(cut).as("runs that were killed in the middle").isPositive();
  }

  @ParameterizedTest
  @MethodSource("mounting")
  void aMountThatSomebodyLeftIsTakenAway(UnionDriver driver) throws Exception {
    ImageRoot root = store(driver).root(image);
    Path left = Files.createDirectories(root().resolve("layers/tmp/left"));
    for (String name : List.of("diff", "work", "merged")) {
      Files.createDirectory(left.resolve(name));
    }
    String options =
        "lowerdir="
            + String.join(":", root.shortLayers())
            + ",upperdir=tmp/left/diff,workdir=tmp/left/work"
            + driver.options();
    new ProcessRunner()
        .require(
            Command.of(UnionChoice.command(driver, options, left.resolve("merged")))
                .in(root.folder()),
            "mounting an image");

    open(driver);

    assertThat(left).doesNotExist();
    assertThat(ProcFs.mountsBelow(root())).isEmpty();
    assertThat(
            Files.exists(root.layers().getLast().resolve("etc/shadow"), LinkOption.NOFOLLOW_LINKS))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("mounting")
  void processesThatWantItAtOnceGetOne(UnionDriver driver) throws Exception {
    ImageStore store = store(driver);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(tools.shift(driver, root(), image));
    }
    List<String> layers = new ArrayList<>();
    for (Process process : processes) {
      layers.add(new String(process.getInputStream().readAllBytes(), ISO_8859_1));
      assertThat(process.waitFor()).as(layers.getLast()).isZero();
    }

    assertThat(layers).allMatch(line -> line.endsWith(store.root(image, IDS).shifted() + "\n"));
    assertThat(StoreCase.names(shifted())).hasSize(1);
    assertThat(StoreCase.names(root().resolve("layers/tmp"))).isEmpty();
  }
}
