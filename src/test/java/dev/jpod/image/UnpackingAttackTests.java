package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.image.TarBytes.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths out of the layer: every one of them ends inside it or in a refusal. */
class UnpackingAttackTests {
  private UnpackingCase unpacking;

  @BeforeEach
  void prepare() throws IOException {
    unpacking = new UnpackingCase();
  }

  @AfterEach
  void clean() throws IOException {
    unpacking.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escape", "..", "a/../../escape", "/../escape", "a/b/..", "./../x"})
  void aNameThatClimbsIsRefused(String name) throws IOException {
    assertThat(unpacking.refusal(new TarBytes().file(name, "x"))).contains("has a '..'");
    assertThat(unpacking.refusal(new TarBytes().pax("path", name).file("ok", "x")))
        .contains("has a '..'");
  }

  @Test
  void anAbsoluteNameStartsAtTheLayersOwnRoot() throws IOException {
    String target = unpacking.outside().resolve("new").toString();

    Path root = unpacking.unpack(new TarBytes().pax("path", target).file("ok", "x"));

    assertThat(root.resolve(target.substring(1))).hasContent("x");
  }

  @Test
  void aNulInANameIsRefused() throws IOException {
    assertThat(unpacking.refusal(new TarBytes().pax("path", "a\0b").file("ok", "x")))
        .contains("NUL");
    assertThat(unpacking.refusal(new TarBytes().pax("linkpath", "a\0b").hardLink("ok", "x")))
        .contains("NUL");
  }

  @Test
  void aFileThroughAnAbsoluteLinkLandsBelowTheLayersRoot() throws IOException {
    String outside = unpacking.outside().toString();

    Path root =
        unpacking.unpack(
            new TarBytes().pax("linkpath", outside).symlink("evil", "").file("evil/new", "x"));

    assertThat(root.resolve(outside.substring(1)).resolve("new")).hasContent("x");
    assertThat(Files.readSymbolicLink(root.resolve("evil"))).hasToString(outside);
  }

  @Test
  void aFileThroughAClimbingLinkLandsInTheLayersRoot() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes()
                .symlink("evil", "../../../../outside")
                .file("evil/secret", "overwritten"));

    assertThat(root.resolve("outside/secret")).hasContent("overwritten");
  }

  @Test
  void aChainOfLinksStaysInside() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes()
                .folder("a/b")
                .symlink("a/b/up", "../..")
                .symlink("way", "a/b/up/a/b/up/..")
                .file("way/file", "x"));

    assertThat(root.resolve("file")).hasContent("x");
  }

  @Test
  void linksInACircleAreRefused() throws IOException {
    TarBytes tar = new TarBytes().symlink("a", "b").symlink("b", "a").file("a/file", "x");

    assertThat(unpacking.refusal(tar)).contains("too many symbolic links");
  }

  @Test
  void aFileReplacesALinkInsteadOfWritingThroughIt() throws IOException {
    Path secret = unpacking.outside().resolve("secret");

    Path root =
        unpacking.unpack(
            new TarBytes()
                .pax("linkpath", secret.toString())
                .symlink("evil", "")
                .file("evil", "own"));

    assertThat(root.resolve("evil")).hasContent("own").isRegularFile();
    assertThat(Files.isSymbolicLink(root.resolve("evil"))).isFalse();
  }

  @Test
  void aFolderReplacesALinkInsteadOfBeingTheFolderBehindIt() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes()
                .symlink("evil", unpacking.outside().toString())
                .folder("evil")
                .file("evil/new", "x"));

    assertThat(Files.isDirectory(root.resolve("evil"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(root.resolve("evil/new")).hasContent("x");
  }

  @Test
  void aFolderUnderAFileIsRefused() throws IOException {
    assertThat(unpacking.refusal(new TarBytes().file("a", "x").file("a/b", "x")))
        .contains("used as a folder");
    assertThat(unpacking.refusal(new TarBytes().pipe("a").folder("a/b")))
        .contains("used as a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside/secret", "/etc/passwd", "missing", ".", "folder"})
  void aHardLinkToAnythingButAFileOfTheLayerIsRefused(String target) throws IOException {
    assertThat(unpacking.refusal(new TarBytes().folder("folder").hardLink("evil", target)))
        .isNotEmpty();
  }

  @Test
  void aHardLinkThroughALinkFindsOnlyTheLayersOwnFiles() throws IOException {
    TarBytes tar =
        new TarBytes()
            .pax("linkpath", unpacking.outside().toString())
            .symlink("d", "")
            .hardLink("evil", "d/secret");

    assertThat(unpacking.refusal(tar)).contains("evil");
  }

  @Test
  void aHardLinkToALinkIsTheLinkItself() throws IOException {
    Path secret = unpacking.outside().resolve("secret");
    Path root =
        unpacking.unpack(
            new TarBytes()
                .pax("linkpath", secret.toString())
                .symlink("link", "")
                .hardLink("evil", "link")
                .file("evil", "own"));

    assertThat(root.resolve("evil")).hasContent("own");
    assertThat(Files.isSymbolicLink(root.resolve("link"))).isTrue();
  }

  @Test
  void aFolderThatWasReplacedTakesNoMoreFiles() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes()
                .folder("d/inner")
                .file("d/inner/old", "old")
                .file("d", "now a file")
                .folder("d")
                .file("d/inner/new", "new"));

    assertThat(UnpackingCase.names(root)).containsExactly("d", "d/inner", "d/inner/new");
  }

  @Test
  void anAttributeOfOverlayfsIsNotTakenOver() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes()
                .pax(
                    "SCHILY.xattr.user.overlay.opaque", "y",
                    "SCHILY.xattr.trusted.overlay.redirect", "/etc",
                    "SCHILY.xattr.user.note", "kept")
                .folder("d"));

    assertThat(Attributes.user(root.resolve("d"))).containsExactly("note");
  }

  @Test
  void aDeviceThatWouldHideALowerFileIsRefused() throws IOException {
    byte[] tar =
        new TarBytes().entry(new Header("shadow", '3').device(0, 0), new byte[0]).finished();

    assertThat(unpacking.refusal(tar)).contains("would hide a file of a lower layer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"D", "V", "M", "Z", "\u00ff"})
  void anEntryOfAnUnknownTypeIsRefused(String type) throws IOException {
    byte[] tar = new TarBytes().entry(new Header("x", type.charAt(0)), new byte[0]).finished();

    assertThat(unpacking.refusal(tar)).isNotEmpty();
  }

  @Test
  void aMessageShowsNoControlCharacters() throws IOException {
    String message = unpacking.refusal(new TarBytes().pax("path", "../\u001b[31m\n").file("x", ""));

    assertThat(message).doesNotContain("\u001b", "\n");
    assertThat(message.getBytes(UTF_8)).hasSizeLessThan(400);
  }
}
