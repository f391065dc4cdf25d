package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.HandmadeImage.Tar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Layers that want out: a pull refuses them, or keeps them inside, and touches nothing else. */
@TestInstance(Lifecycle.PER_CLASS)
class HostileLayersIT {
  private static final int REFUSED = 3;

  private PullRig rig;
  private Path outside;
  private int count;

  @BeforeAll
  void start() throws Exception {
    rig = new PullRig();
    outside = Files.createDirectory(rig.store().folder().resolve("outside"));
    Files.writeString(outside.resolve("secret"), "as it was");
  }

  @AfterAll
  void end() throws Exception {
    rig.close();
  }

  @AfterEach
  void nothingOutsideIsTouched() throws Exception {
    rig.forgetImages();
    assertThat(Store.entries(outside)).containsExactly("secret");
    assertThat(outside.resolve("secret")).hasContent("as it was");
    rig.requireNothingKept();
  }

  private Result pull(byte[]... tars) throws Exception {
    String repository = "evil" + ++count;
    HandmadeImage.of(tars).putInto(rig.registry(), repository);
    return rig.pull(repository);
  }

  private void assertRefused(String words, Tar tar) throws Exception {
    Result result = pull(BusyboxImage.tar("evil"), tar.finished()).refusing(REFUSED);

    assertThat(result.err()).contains("is refused", words, "do not use this image");
    rig.requireNothingKept();
  }

  @Test
  void namesThatClimbAreRefused() throws Exception {
    assertRefused("has a '..'", new Tar().file("../../../outside/new", "x"));
    assertRefused("has a '..'", new Tar().file("a/../../../../outside/new", "x"));
    assertRefused("has a '..'", new Tar().symlink("../link", "/etc"));
  }

  @Test
  void hardLinksOutOfTheLayerAreRefused() throws Exception {
    for (String target : new String[] {"/etc/passwd", "../../outside/secret", "missing"}) {
      assertRefused("", new Tar().hardLink("evil", target));
    }
    assertRefused("", new Tar().symlink("way", outside.toString()).hardLink("evil", "way/secret"));
  }

  @Test
  void linksInACircleAreRefused() throws Exception {
    assertRefused(
        "too many symbolic links",
        new Tar().symlink("a", "b").symlink("b", "a").file("a/file", "x"));
  }

  /** The links are those of the image; what is written through them stays in its root. */
  @Test
  void filesThroughLinksLandInside() throws Exception {
    byte[] absolute =
        new Tar()
            .symlink("evil", outside.toString())
            .file("evil/new", "x")
            .symlink("climbing", "../../../../../../../.." + outside)
            .file("climbing/other", "x")
            .finished();
    byte[] later = new Tar().file("evil/secret", "overwritten").finished();

    pull(BusyboxImage.tar("evil"), absolute, later).well();
  }

  @Test
  void aWhiteoutReachesNothingOutside() throws Exception {
    byte[] tar =
        new Tar().symlink("evil", outside.toString()).file("evil/.wh.secret", "").finished();

    pull(BusyboxImage.tar("evil"), tar).well();
  }

  @Test
  void aBombIsRefusedAtTheLimit() throws Exception {
    String repository = "bomb";
    HandmadeImage image = HandmadeImage.of(new Tar().file("zeros", new byte[64 << 20]).finished());
    assertThat(image.layer(0).length).isLessThan(1 << 20);
    image.putInto(rig.registry(), repository);

    Result result =
        rig.store()
            .run(rig.argvWith("JPOD_LAYER_LIMIT=16MiB", "pull", rig.name(repository)))
            .refusing(REFUSED);

    assertThat(result.err()).contains("is refused");
  }

  @Test
  void garbageInsteadOfALayerIsRefused() throws Exception {
    assertThat(pull(BusyboxImage.tar("evil"), new byte[] {1, 2, 3}).refusing(REFUSED).err())
        .contains("is refused");
  }
}
