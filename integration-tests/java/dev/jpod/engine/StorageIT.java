package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.EngineRig.Wish;
import dev.jpod.model.FileGrant;
import dev.jpod.model.Instance.Content;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.JpodException;
import dev.jpod.model.Mount;
import dev.jpod.observed.ContainerStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What containers see of volumes, configs and secrets, and what of it is on disk. */
class StorageIT extends FreshEngine {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String SENTINEL = "sentinel-7f3a9c";

  @Test
  void aNewVolumeGetsWhatAllLayersOfTheImageHaveThere() throws IOException {
    String id = rig.run(Wish.script("ls /data; sleep 0.1").with(volume("db", "/data")));
    rig.containers.awaitExit(id, LONG);

    assertThat(rig.log(id)).containsExactly("STDOUT from-base", "STDOUT from-top");
    Path copied = rig.layout.volume("db").resolve("data/from-base");
    assertThat(Files.getAttribute(copied, "unix:uid")).isEqualTo(7);
  }

  @Test
  void aVolumeThatHasSomethingIsLeftAlone() throws IOException {
    rig.engine.volumes().create("db", null, Map.of());
    Files.writeString(rig.layout.volume("db").resolve("data/mine"), "mine");

    rig.create(Wish.of("true").with(volume("db", "/data")));

    assertThat(rig.layout.volume("db").resolve("data").toFile().list()).containsExactly("mine");
  }

  @Test
  void aVolumeIsNeverFilledFromOutsideOfTheImage() {
    rig.create(Wish.of("true").with(volume("trap", "/outside")));

    assertThat(rig.layout.volume("trap").resolve("data").toFile().list())
        .containsExactlyInAnyOrder("passwd", "group");
    assertThat(rig.layout.volume("trap").resolve("data/passwd")).content().contains("app:x:7:7");
  }

  @Test
  void aLinkInAVolumeIsNotFollowedWhenItIsFilled() throws IOException {
    Path victim = Files.writeString(rig.folder.resolve("victim"), "of the host");
    rig.engine.volumes().create("db", null, Map.of());
    Path volume = rig.layout.volume("db");
    Files.createSymbolicLink(volume.resolve("data/from-base"), victim);
    Files.createDirectory(volume.resolve("filling"));

    rig.create(Wish.of("true").with(volume("db", "/data")));

    assertThat(victim).hasContent("of the host");
    assertThat(volume.resolve("data/from-top")).isRegularFile();
    assertThat(volume.resolve("filling")).doesNotExist();
  }

  @Test
  void aVolumeOutlivesItsContainerUnlessItHasNoName() {
    String id =
        rig.create(Wish.of("true").from(BusyboxImages.WITH_VOLUME).with(volume("kept", "/kept")));
    String anonymous = VolumeMounts.name(id, new Mount.Volume(null, "/data", List.of()));
    assertThat(rig.observer.observe().volumes().keySet())
        .containsExactlyInAnyOrder("kept", anonymous);
    assertThatThrownBy(() -> rig.engine.volumes().remove("kept"))
        .isInstanceOf(JpodException.class)
        .hasMessage("the volume 'kept' is used by container 'shop-web-0'");

    rig.containers.remove(id, RemovalMode.ONLY_STOPPED);

    assertThat(rig.observer.observe().volumes().keySet()).containsExactly("kept");
    assertThat(rig.engine.volumes().prune()).containsExactly("kept");
    assertThat(rig.layout.volume("kept")).doesNotExist();
  }

  @Test
  void aConfigHasItsModeAndOwner() {
    String id =
        rig.run(
            Wish.script("cat /etc/site.conf; stat -c '%a %u:%g' /etc/site.conf; sleep 0.1")
                .with(file("/etc/site.conf", "hello\n", 0440, Sensitivity.OPEN)));
    rig.containers.awaitExit(id, LONG);

    assertThat(rig.log(id)).containsExactly("STDOUT hello", "STDOUT 440 7:7");
  }

  @Test
  void aSecretIsNeverOnDisk() throws IOException {
    GrantedFile secret = file("/run/secrets/key", SENTINEL, 0400, Sensitivity.SECRET);
    String id =
        rig.create(
            Wish.script("cat /run/secrets/key; sleep 1000").with(secret),
            Map.of("secrets./run/secrets/key.content", "hmac:1"));
    rig.containers.start(id);
    EngineRig.eventually("it is read", () -> rig.files(id).log().toFile().length() > 0);

    Files.delete(rig.files(id).log());
    Files.deleteIfExists(rig.files(id).log().resolveSibling("ctr.log.1"));
    assertThat(filesWith(SENTINEL, rig.layout.root())).isEmpty();
    Path place = GrantedFiles.place(rig.files(id), secret);
    assertThat(Files.getFileStore(place).type()).isEqualTo("tmpfs");
    assertThat(Files.getAttribute(rig.files(id).secrets(), "unix:mode")).isEqualTo(040700);
  }

  @Test
  void secretsThatWentWithABootAreMissedBeforeTheStart() throws IOException {
    GrantedFile secret = file("/run/secrets/key", SENTINEL, 0400, Sensitivity.SECRET);
    Wish wish = Wish.of("sleep", "1000").with(secret);
    Map<String, String> applied = Map.of("secrets./run/secrets/key.content", "hmac:1");
    String id = rig.create(wish, applied);
    Files.writeString(rig.layout.bootId(), "another-boot\n");
    Containers afterwards =
        new StoreEngine(rig.layout, rig.workshop.images(), rig.workshop.user()).containers();

    assertThatThrownBy(() -> afterwards.start(id))
        .isInstanceOf(JpodException.class)
        .hasMessage("the secrets of container 'shop-web-0' went with the last boot");

    afterwards.rewriteFiles(id, wish.instance(), new TreeMap<>(applied));
    afterwards.start(id);

    assertThat(rig.status(id)).isInstanceOf(ContainerStatus.Running.class);
  }

  @Test
  void aRewrittenConfigKeepsItsInodeAndIsSeenAtOnce() throws IOException {
    Wish wish =
        Wish.script("sleep 1; cat /c; sleep 0.1").with(file("/c", "old\n", 0444, Sensitivity.OPEN));
    String id = rig.run(wish);

    rig.containers.rewriteFiles(
        id,
        Wish.of("true").with(file("/c", "new\n", 0444, Sensitivity.OPEN)).instance(),
        new TreeMap<>());

    rig.containers.awaitExit(id, LONG);
    assertThat(rig.log(id)).containsExactly("STDOUT new");
  }

  @Test
  void aMissingSourceIsRefusedAndLeavesNothing() {
    Mount missing = new Mount.Bind("/no/such", "/x", List.of(), Mount.Missing.REFUSE);

    assertThatThrownBy(() -> rig.create(Wish.of("true").with(missing)))
        .isInstanceOf(JpodException.class)
        .hasMessage("the source '/no/such' of the mount at '/x' does not exist");

    assertThat(rig.layout.containers().toFile().list()).isEmpty();
    assertThat(rig.layout.runroot().resolve("containers").toFile().list()).isEmpty();
  }

  @Test
  void twoStoresDoNotDisturbEachOther() throws IOException {
    try (EngineRig other = new EngineRig()) {
      String here = rig.run(Wish.of("sleep", "1000").with(volume("db", "/data")));
      String there = other.run(Wish.of("sleep", "1000").with(volume("db", "/data")));

      rig.containers.remove(here, RemovalMode.KILL_FIRST);
      rig.engine.volumes().remove("db");

      assertThat(rig.observer.observe().containers()).isEmpty();
      assertThat(other.status(there)).isInstanceOf(ContainerStatus.Running.class);
      assertThat(other.observer.observe().volumes().keySet()).containsExactly("db");
    }
  }

  private static List<Path> filesWith(String text, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Mount.Volume volume(String name, String target) {
    return new Mount.Volume(name, target, List.of());
  }

  private static GrantedFile file(
      String target, String content, int mode, Sensitivity sensitivity) {
    return new GrantedFile(
        new FileGrant("source", target, mode, 7, 7, null),
        new Content(content.getBytes(StandardCharsets.UTF_8)),
        "fingerprint",
        sensitivity);
  }
}
