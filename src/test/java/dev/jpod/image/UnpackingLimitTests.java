package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.image.TarBytes.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes that lie, tars that are damaged, and archives made to exhaust something. */
class UnpackingLimitTests {
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

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40})
  void anImpossibleSizeIsRefused(long size) throws IOException {
    byte[] tar = new TarBytes().entry(new Header("x", '0').binarySize(size), NOTHING).finished();

    assertThat(unpacking.refusal(tar)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "9223372036854775808", "99999999999999999999", "x"})
  void anImpossibleSizeInAnExtendedHeaderIsRefused(String size) throws IOException {
    assertThat(unpacking.refusal(new TarBytes().pax("size", size).file("x", "content")))
        .isNotEmpty();
  }

  @Test
  void filesLargerThanTheLimitAreRefusedBeforeTheyAreWritten() throws IOException {
    byte[] tar = new TarBytes().entry(new Header("x", '0').size(2 << 20), NOTHING).finished();

    assertThat(unpacking.refusal(tar)).contains("its files have more than 1048576 bytes");
  }

  @Test
  void aCompressedBombIsStoppedAtTheLimit() throws IOException {
    byte[] zeros = new byte[16 << 20];

    assertThat(unpacking.refusal(gzip(zeros))).contains("more than 1048576 bytes unpacked");
  }

  @Test
  void aSparseFileWithAnEnormousHoleIsRefused() throws IOException {
    TarBytes tar =
        new TarBytes()
            .pax(
                "GNU.sparse.major", "0",
                "GNU.sparse.minor", "1",
                "GNU.sparse.size", "2000000000",
                "GNU.sparse.map", "0,1")
            .file("x", "y");

    assertThat(unpacking.refusal(tar)).contains("its files have more than");
  }

  @Test
  void tooManyEntriesAreRefused() throws IOException {
    TarBytes tar = new TarBytes();
    for (int i = 0; i <= 1000; i++) {
      tar.file("same", "");
    }

    assertThat(unpacking.refusal(tar)).contains("more than 1000 entries");
  }

  @Test
  void tooDeepFoldersAreRefused() throws IOException {
    assertThat(unpacking.refusal(new TarBytes().pax("path", "d/".repeat(30) + "f").file("x", "")))
        .contains("nested deeper than 20");
  }

  @Test
  void aNameLongerThanLinuxTakesIsRefused() throws IOException {
    assertThat(unpacking.refusal(new TarBytes().pax("path", "d/".repeat(2100)).file("x", "")))
        .contains("Linux takes 4096");
    assertThat(unpacking.refusal(new TarBytes().pax("path", "n".repeat(256)).file("x", "")))
        .contains("file name too long");
  }

  @Test
  void headersThatWouldFillTheMemoryAreRefused() throws IOException {
    byte[] huge = new byte[64 * 1024];
    Arrays.fill(huge, (byte) 'n');

    assertThat(unpacking.refusal(new TarBytes().special('L', huge).file("x", "")))
        .contains("headers of an entry have more than");
    assertThat(unpacking.refusal(new TarBytes().special('x', huge).file("x", ""))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 path=x\n",
        "-5 path=x\n",
        "999 path=x\n",
        "99999999999 path=x\n",
        "10 path\nxx\n",
        "path=x\n",
        "8 path=x",
        "5 p=xyz\n",
        "3 =\n4 =x\n2 \n"
      })
  void aMalformedExtendedHeaderIsRefused(String records) throws IOException {
    TarBytes tar = new TarBytes().special('x', records.getBytes(UTF_8)).file("x", "");

    assertThat(unpacking.refusal(tar)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "linkpath", "size", "GNU.sparse.name", "SCHILY.xattr.user.a"})
  void aGlobalHeaderThatChangesAllEntriesIsRefused(String key) throws IOException {
    byte[] records = ((key.length() + 6) + " " + key + "=1\n").getBytes(UTF_8);

    assertThat(unpacking.refusal(new TarBytes().special('g', records).file("x", ""))).isNotEmpty();
  }

  @Test
  void aGlobalCommentIsHarmless() throws IOException {
    byte[] records = "16 comment=text\n".getBytes(UTF_8);

    assertThat(unpacking.unpack(new TarBytes().special('g', records).file("x", "y")).resolve("x"))
        .hasContent("y");
  }

  @Test
  void aTarThatIsCutOffIsRefusedWhereverItIsCut() throws IOException {
    byte[] tar =
        new TarBytes().file("a", "some content").pax("path", "b").file("x", "y").finished();

    for (int length = 0; length < tar.length - 1024; length += 100) {
      assertThat(unpacking.refusal(Arrays.copyOf(tar, length))).isNotEmpty();
    }
  }

  @Test
  void aCutOffGzipIsRefused() throws IOException {
    byte[] whole = gzip(new TarBytes().file("a", "some content").finished());

    assertThat(unpacking.refusal(Arrays.copyOf(whole, whole.length - 12))).isNotEmpty();
  }

  @Test
  void whatFollowsTheEndOfATarIsIgnored() throws IOException {
    byte[] garbage = "not a header".repeat(100).getBytes(UTF_8);
    TarBytes tar = new TarBytes().file("a", "x").raw(new byte[1024]).raw(garbage);

    assertThat(UnpackingCase.names(unpacking.unpack(tar.unfinished()))).containsExactly("a");
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    byte[] tar = new TarBytes().file("a", "x").finished();
    tar[0] = 'b';

    assertThat(unpacking.refusal(tar)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '4', '6'})
  void contentWhereThereCanBeNoneIsRefused(char type) throws IOException {
    Header header = new Header("x", type).size(5).device(1, 3).target("y");

    assertThat(unpacking.refusal(new TarBytes().entry(header, "12345".getBytes(UTF_8)).finished()))
        .contains("is no file but has content");
  }

  @Test
  void somethingElseThanATarIsRefused() throws IOException {
    assertThat(unpacking.refusal("#!/bin/sh\n".repeat(200).getBytes(UTF_8))).isNotEmpty();
    assertThat(unpacking.refusal(NOTHING)).isNotEmpty();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }
}
