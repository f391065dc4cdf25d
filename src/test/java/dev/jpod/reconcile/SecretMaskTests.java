package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTests {
  private static final String SECRET = "hünter2-and-more";

  private static SecretMask mask(String secret) {
    return SecretMask.of(secret.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRET, SECRET + "\n", " " + SECRET + "\r\n"})
  void aSecretIsFoundWithoutTheBlanksAroundIt(String secret) {
    assertThat(mask(secret).masked("wrong password " + SECRET + "!"))
        .isEqualTo("wrong password (secret)!");
  }

  @Test
  void aSecretIsFoundEncoded() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().encodeToString(bytes);
    String hex = HexFormat.of().formatHex(bytes);

    assertThat(mask(SECRET).masked("a " + base64 + " b " + hex + " c"))
        .doesNotContain(base64.substring(0, 8), hex.substring(0, 8));
  }

  @Test
  void aSecretOfSeveralLinesIsFoundLineByLine() {
    SecretMask mask = mask("-----BEGIN KEY-----\nAAAABBBBCCCC\nx\n-----END KEY-----\n");

    assertThat(mask.masked("read AAAABBBBCCCC / x / exit")).isEqualTo("read (secret) / x / exit");
  }

  @Test
  void whatEveryTextHasIsLeft() {
    assertThat(mask("on").masked("the connection is gone")).isEqualTo("the connection is gone");
    assertThat(mask("").masked("text")).isEqualTo("text");
  }

  @Test
  void aFailureLosesItsSecretsAndTheCauseThatToldThem() {
    JpodException cause = JpodException.failed("it said " + SECRET, "");
    JpodException failure = new JpodException(Failure.TIMED_OUT, "ended", "see " + SECRET, cause);

    JpodException masked = mask(SECRET).masked(failure);

    assertThat(masked).hasMessage("ended").hasNoCause();
    assertThat(masked.hint()).isEqualTo("see (secret)");
    assertThat(masked.failure()).isEqualTo(Failure.TIMED_OUT);
    assertThat(masked.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(mask("another").masked(failure)).isSameAs(failure);
  }
}
