package dev.jpod.registry;

import dev.jpod.model.ImageReference;
import dev.jpod.registry.Credential.Password;
import dev.jpod.registry.RegistrySettings.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
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

  /** The same for tests with more failures. */
  static final Patience PERSISTENT =
      new Patience(QUICK.connect(), QUICK.silence(), QUICK.pause(), QUICK.longestPause(), 6);

  private Kit() {}

  /** Patience with a registry that asks for longer pauses. */
  static Patience waiting(Duration longest) {
    return new Patience(QUICK.connect(), QUICK.silence(), QUICK.pause(), longest, 3);
  }

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

  /** Lets nobody in but with this password. */
  static FaultyRegistry.Guard basic(String user, String password) {
    String wanted = new Password(user, password).basic();
    return request ->
        request.header("authorization").equals(wanted)
            ? null
            : Reply.error(
                401, "authentication required", "WWW-Authenticate", "Basic realm=\"here\"");
  }

  /** Lets nobody in but with this token, which another server gives. */
  static FaultyRegistry.Guard bearer(FaultyRegistry tokens, String token) {
    return request ->
        request.header("authorization").equals("Bearer " + token)
            ? null
            : Reply.error(
                401,
                "authentication required",
                "WWW-Authenticate",
                "Bearer realm=\"http://" + tokens.address() + "/token\",service=\"tests\"");
  }

  /** Writes a credential to where a login of the host's root leaves it. */
  static void login(Path host, FaultyRegistry registry, String user, String password)
      throws IOException {
    String auth =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    authFile(host, "{\"auths\":{\"" + registry.address() + "\":{\"auth\":\"" + auth + "\"}}}");
  }

  /** Writes the file with credentials of the host's root. */
  static void authFile(Path host, String text) throws IOException {
    Path file = host.resolve("run/containers/0/auth.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  static Reply json(String text) {
    return Reply.whole(
        200, text.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
  }

  /** Bytes that are the same each time and do not repeat soon. */
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
