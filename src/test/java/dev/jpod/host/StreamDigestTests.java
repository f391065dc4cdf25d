package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StreamDigestTests {
  private static final List<Supplier<StreamDigest>> BOTH =
      List.of(StreamDigest::sha256, StreamDigest::sha256OfJava);

  @Test
  void nothingHasTheDigestOfTheStandard() {
    for (Supplier<StreamDigest> kind : BOTH) {
      try (StreamDigest digest = kind.get()) {
        assertThat(digest.hex())
            .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
      }
    }
  }

  @Test
  void abcHasTheDigestOfTheStandard() {
    byte[] abc = "xabcx".getBytes(StandardCharsets.US_ASCII);
    for (Supplier<StreamDigest> kind : BOTH) {
      try (StreamDigest digest = kind.get()) {
        digest.update(abc, 1, 3);

        assertThat(digest.hex())
            .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
      }
    }
  }

  @Test
  void blocksOfAnySizeMakeTheDigestOfTheWhole() throws Exception {
    byte[] whole = new byte[1_000_000];
    new Random(7).nextBytes(whole);
    String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole));
    for (Supplier<StreamDigest> kind : BOTH) {
      try (StreamDigest digest = kind.get()) {
        Random sizes = new Random(1);
        for (int at = 0; at < whole.length; ) {
          int length = Math.min(whole.length - at, sizes.nextInt(5_000));
          digest.update(whole, at, length);
          at += length;
        }

        assertThat(digest.hex()).isEqualTo(expected);
      }
    }
  }
}
