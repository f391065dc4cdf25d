package dev.jpod.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.image.TarBytes.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerUnpackerTests {
  private static final byte[] NOTHING = {};

  private UnpackingCase unpacking;

  @BeforeEach
  void prepare() throws IOException {
    unpacking = new UnpackingCase();
  }

  @AfterEach
  void clean() throws IOException {
    unpacking.close();
  }

  @Test
  void makesEveryKindOfEntry() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes()
                .folder("./")
                .folder("./d/")
                .file("./d/f", "content")
                .symlink("d/s", "../nowhere//else")
                .hardLink("h", "./d/f")
                .pipe("p")
                .file("implied/e", ""));

    assertThat(UnpackingCase.names(root))
        .containsExactly("d", "d/f", "d/s", "h", "implied", "implied/e", "p");
    assertThat(root.resolve("d/f")).hasContent("content");
    assertThat(Files.readSymbolicLink(root.resolve("d/s"))).hasToString("../nowhere//else");
    assertThat(Files.isSameFile(root.resolve("h"), root.resolve("d/f"))).isTrue();
    assertThat(type(root.resolve("p"))).isEqualTo(0010000);
  }

  @Test
  void keepsModesWithTheirSpecialBitsWhateverTheUmask() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes()
                .entry(new Header("setuid", '0').mode(06777), NOTHING)
                .entry(new Header("sticky", '5').mode(01777), NOTHING)
                .entry(new Header("closed", '5').mode(0500), NOTHING)
                .file("closed/f", "x")
                .entry(new Header("pipe", '6').mode(0622), NOTHING));

    assertThat(mode(root.resolve("setuid"))).isEqualTo(06777);
    assertThat(mode(root.resolve("sticky"))).isEqualTo(01777);
    assertThat(mode(root.resolve("closed"))).isEqualTo(0500);
    assertThat(mode(root.resolve("pipe"))).isEqualTo(0622);
    Files.setPosixFilePermissions(
        root.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void keepsTimesToTheNanosecondOfFoldersAndLinksToo() throws IOException {
    Instant time = Instant.ofEpochSecond(1_500_000_000L, 123_456_789);
    String[] pax = {"mtime", "1500000000.123456789"};

    Path root =
        unpacking.unpack(
            new TarBytes()
                .pax(pax)
                .folder("d")
                .pax(pax)
                .file("d/f", "x")
                .pax(pax)
                .symlink("d/s", "f")
                .file("d/later", "x"));

    assertThat(modified(root.resolve("d"))).isEqualTo(time);
    assertThat(modified(root.resolve("d/f"))).isEqualTo(time);
    assertThat(modified(root.resolve("d/s"))).isEqualTo(time);
    assertThat(modified(root.resolve("d/later")))
        .isEqualTo(Instant.ofEpochSecond(TarBytes.MODIFIED));
  }

  @Test
  void theRootsOwnEntrySetsItsModeAndTime() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes().entry(new Header("./", '5').mode(0711), NOTHING).file("f", "x"));

    assertThat(mode(root)).isEqualTo(0711);
    assertThat(modified(root)).isEqualTo(Instant.ofEpochSecond(TarBytes.MODIFIED));
  }

  @Test
  void keepsAttributesByteForByte() throws IOException {
    byte[] value = HexFormat.of().parseHex("0100000200008000ff00c3280a3d00");

    Path root =
        unpacking.unpack(
            new TarBytes()
                .pax("SCHILY.xattr.user.note", new String(value, ISO_8859_1))
                .file("f", "x"));

    assertThat(Attributes.value(root.resolve("f"), "note")).isEqualTo(value);
  }

  @Test
  void keepsNamesByteForByteWhicheverHeaderHasThem() throws IOException {
    String latin = "caf\u00e9";
    String invalid = "\u00c3(\u00ff" + "x".repeat(110);
    byte[] longName = (invalid + "\0").getBytes(ISO_8859_1);

    Path root =
        unpacking.unpack(
            new TarBytes()
                .file(latin, "header")
                .special('L', longName)
                .file("short", "gnu")
                .pax("path", "p" + invalid)
                .file("short", "pax")
                .pax("linkpath", invalid)
                .symlink("link", "short"));

    assertThat(DirectoryBytes.names(root))
        .containsExactlyInAnyOrder(hex(latin), hex(invalid), hex("p" + invalid), hex("link"));
    assertThat(DirectoryBytes.target(root, "link")).isEqualTo(hex(invalid));
  }

  @Test
  void theLastOfSeveralEntriesCountsAndAFolderKeepsItsContent() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes()
                .file("f", "first")
                .file("f", "second")
                .folder("d")
                .file("d/kept", "x")
                .entry(new Header("d", '5').mode(0700), NOTHING)
                .symlink("s", "a")
                .symlink("s", "b"));

    assertThat(root.resolve("f")).hasContent("second");
    assertThat(root.resolve("d/kept")).exists();
    assertThat(mode(root.resolve("d"))).isEqualTo(0700);
    assertThat(Files.readSymbolicLink(root.resolve("s"))).hasToString("b");
  }

  @Test
  void aFileThatReplacesAnotherLeavesItsHardLinksAlone() throws IOException {
    Path root =
        unpacking.unpack(new TarBytes().file("a", "old").hardLink("b", "a").file("a", "new"));

    assertThat(root.resolve("a")).hasContent("new");
    assertThat(root.resolve("b")).hasContent("old");
  }

  @Test
  void aWhiteoutBecomesADeviceThatOverlayfsKnows() throws IOException {
    Path root = unpacking.unpack(new TarBytes().file("d/.wh.gone", ""));

    assertThat(UnpackingCase.names(root)).containsExactly("d", "d/gone");
    assertThat(isWhiteout(root.resolve("d/gone"))).isTrue();
  }

  @Test
  void aWhiteoutHidesOnlyWhatLowerLayersHave() throws IOException {
    Path before = unpacking.unpack(new TarBytes().file("f", "own").file(".wh.f", ""));
    assertThat(before.resolve("f")).hasContent("own");

    Path after = unpacking.unpack(new TarBytes().file(".wh.f", "").file("f", "own"));
    assertThat(after.resolve("f")).hasContent("own");
  }

  @Test
  void aFolderTakesTheWhiteoutsPlace() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes().file(".wh.d", "").file("d/f", "x").file(".wh.e", "").folder("e"));

    assertThat(UnpackingCase.names(root)).containsExactly("d", "d/f", "e");
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.", "d/.wh.", ".wh..", ".wh...", "d/.wh...", ".wh.d/x", ".wh.../x"})
  void aWhiteoutThatHidesNoNameIsRefused(String name) throws IOException {
    assertThat(unpacking.refusal(new TarBytes().file(name, ""))).contains("whiteout");
  }

  @Test
  void aHardLinkToAWhiteoutIsRefused() throws IOException {
    assertThat(unpacking.refusal(new TarBytes().file(".wh.a", "").hardLink("b", "a")))
        .contains("no file of this layer");
    assertThat(unpacking.refusal(new TarBytes().file(".wh.a", "").hardLink("b", ".wh.a")))
        .contains("no file");
  }

  @Test
  void bookKeepingOfAufsIsPassedOver() throws IOException {
    Path root =
        unpacking.unpack(
            new TarBytes().folder(".wh..wh.plnk").file(".wh..wh.plnk/1.2", "x").file("f", "x"));

    assertThat(UnpackingCase.names(root)).containsExactly("f");
  }

  @Test
  void holesOfASparseFileStayHoles() throws IOException {
    TarBytes tar =
        new TarBytes()
            .pax(
                "GNU.sparse.major", "0",
                "GNU.sparse.minor", "1",
                "GNU.sparse.name", "sparse",
                "GNU.sparse.size", "1000000",
                "GNU.sparse.map", "0,1,999999,1")
            .file("GNUSparseFile.0/sparse", "ab");

    Path root = unpacking.unpack(tar);

    byte[] content = Files.readAllBytes(root.resolve("sparse"));
    assertThat(content).hasSize(1_000_000).startsWith('a', 0).endsWith(0, 'b');
  }

  @Test
  void gzipInSeveralMembersIsReadToItsEnd() throws IOException {
    byte[] tar = new TarBytes().file("f", "x".repeat(5000)).finished();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from < tar.length; from += 1000) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(tar, from, Math.min(1000, tar.length - from));
      }
    }

    assertThat(unpacking.unpack(out.toByteArray()).resolve("f")).hasSize(5000);
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }

  private static int type(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000;
  }

  private static boolean isWhiteout(Path path) throws IOException {
    return type(path) == 0020000
        && (long) Files.getAttribute(path, "unix:rdev", LinkOption.NOFOLLOW_LINKS) == 0;
  }

  private static Instant modified(Path path) throws IOException {
    FileTime time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
    return time.toInstant();
  }

  private static String hex(String latin) {
    return HexFormat.of().formatHex(latin.getBytes(ISO_8859_1));
  }
}
