package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of registries that no request can be sent to are told from others beforehand. */
class PeerTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:65536",
        "127.0.0.1:99999999999",
        "a..b",
        "a.-b:5000",
        "1.2.3",
        "999.1.1.1",
        "[::::]:1"
      })
  void whatCanBeNoHostIsWrongUsage(String registry) {
    JpodException refusal =
        catchThrowableOfType(JpodException.class, () -> new Peer(registry, Security.VERIFIED));

    assertThat(refusal.failure()).isEqualTo(Failure.USAGE);
    assertThat(refusal).hasMessage("there can be no registry '" + registry + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"docker.io", "localhost:65535", "127.0.0.1:1", "[::1]:5000", "Registry.Example"})
  void whatCanBeAHostIsTaken(String registry) {
    assertThat(new Peer(registry, Security.VERIFIED).registry()).isEqualTo(registry);
  }
}
