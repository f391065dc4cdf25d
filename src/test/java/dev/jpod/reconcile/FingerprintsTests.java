package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FingerprintsTests {
  @Test
  void secretsAreHashedAsRfc4231TestCase2Says() {
    Fingerprints fingerprints = new Fingerprints(() -> "Jefe".getBytes(StandardCharsets.US_ASCII));
    assertThat(
            fingerprints.ofSecret(
                "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("hmac:5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void secretsAreHashedAsRfc4231TestCase3Says() {
    byte[] key = new byte[20];
    Arrays.fill(key, (byte) 0xaa);
    byte[] data = new byte[50];
    Arrays.fill(data, (byte) 0xdd);
    assertThat(new Fingerprints(() -> key).ofSecret(data))
        .isEqualTo("hmac:773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  }

  @Test
  void openContentIsHashedWithoutTheKey() {
    Fingerprints fingerprints =
        new Fingerprints(
            () -> {
              throw new AssertionError("the key was asked for");
            });
    assertThat(fingerprints.ofOpen(new byte[0]))
        .isEqualTo("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
