package dev.jpod.registry;

import dev.jpod.model.ImageReference;
import dev.jpod.registry.RegistrySettings.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** What the tests of registries have in common. */
final class Kit {
  /** Short enough that a test of silence is quick, long enough for a busy machine. */
  static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofMillis(800),
          Duration.ofMillis(5),
          Duration.ofMillis(50),
          3);

  private Kit() {}

  /** Settings of a host that has nothing but this folder. */
  static RegistrySettings settings(Path host, Map<String, String> environment) {
    return new RegistrySettings(
        "1.2.3", environment, host, 0, RegistrySettings.Certificates.AS_CONFIGURED, null, QUICK);
  }

  static Repository repository(FaultyRegistry registry, String name, Path host) {
    return new Registries(settings(host, Map.of())).repository(reference(registry, name));
  }

  static ImageReference reference(FaultyRegistry registry, String name) {
    return ImageReference.of(registry.address() + "/" + name);
  }

  /** Bytes that are the same each time and do not repeat soon. */
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
