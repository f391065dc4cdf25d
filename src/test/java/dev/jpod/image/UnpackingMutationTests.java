package dev.jpod.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import dev.jpod.image.TarBytes.Header;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged and shuffled tars: whatever comes of them, nothing outside the layer changes. */
class UnpackingMutationTests {
  private static final byte[] SEED =
      new TarBytes()
          .folder("d")
          .symlink("d/up", "../../../outside")
          .file("d/up/secret", "overwritten")
          .pax("path", "long/" + "n".repeat(120), "SCHILY.xattr.user.a", "b")
          .file("x", "content")
          .hardLink("h", "d/up/secret")
          .symlink("evil", "/")
          .file("evil/tmp/x", "x")
          .file("d/.wh.gone", "")
          .file("d/.wh..wh..opq", "")
          .special('L', "gnu\0".getBytes(US_ASCII))
          .file("y", "z")
          .finished();

  @Test
  void aTarWithAnyBytesChangedStaysInsideTheLayer() {
    qt().withExamples(150)
        .forAll(lists().of(integers().between(0, SEED.length * 256 - 1)).ofSizeBetween(1, 6))
        .checkAssert(UnpackingMutationTests::unpackMutated);
  }

  @Test
  void aTarWithItsBlocksShuffledStaysInsideTheLayer() {
    int blocks = SEED.length / 512;
    qt().withExamples(100)
        .forAll(lists().of(integers().between(0, blocks - 1)).ofSizeBetween(1, blocks))
        .checkAssert(UnpackingMutationTests::unpackShuffled);
  }

  private static void unpackMutated(List<Integer> changes) {
    byte[] tar = SEED.clone();
    for (int change : changes) {
      tar[change / 256] = (byte) change;
    }
    for (int block = 0; block < tar.length; block += 512) {
      if (Header.isAt(SEED, block)) {
        Header.correctChecksum(tar, block);
      }
    }
    unpack(tar);
  }

  private static void unpackShuffled(List<Integer> order) {
    TarBytes tar = new TarBytes();
    for (int block : order) {
      tar.raw(Arrays.copyOfRange(SEED, block * 512, (block + 1) * 512));
    }
    unpack(tar.finished());
  }

  /** Either unpacks or refuses; the case checks that its surroundings stay as they are. */
  private static void unpack(byte[] tar) {
    assertThatCode(
            () -> {
              try (UnpackingCase unpacking = new UnpackingCase()) {
                unpacking.tryToUnpack(tar);
              }
            })
        .doesNotThrowAnyException();
  }
}
