package dev.jpod.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** Debian's registry in a container, on a port of the loopback that the kernel chose. */
public final class RealRegistry implements AutoCloseable {
  public static final String USER = "tester";

  /** With a colon in it, which the user's name of basic authentication must not have. */
  public static final String PASSWORD = "open:sesame";

  static final String AUTHORIZATION =
      "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));

  /** The password's hash, the only kind that the registry takes: bcrypt. */
  private static final String HTPASSWD =
      USER + ":$2y$05$abcdefghijklmnopqrstuubMHTpw5uKdtLGvKw5uzYhbpqtktcY3.\n";

  private static final String CONFIGURATION =
      """
      version: 0.1
      log: {level: info}
      storage: {filesystem: {rootdirectory: /var/lib/registry}, delete: {enabled: true}}
      http: {addr: "127.0.0.1:0"%s}
      """;
  private static final String TLS =
      ", tls: {certificate: /etc/registry/server.crt, key: /etc/registry/server.key}";
  private static final String BASIC =
      "auth: {htpasswd: {realm: tests, path: /etc/registry/htpasswd}}\n";
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  private final GenericContainer<?> container;
  private final int port;

  private RealRegistry(GenericContainer<?> container, int port) {
    this.container = container;
    this.port = port;
  }

  /** A registry without TLS that lets everybody in. */
  static RealRegistry plain(DockerImageName image) {
    return start(image, CONFIGURATION.formatted(""), Map.of());
  }

  /** A registry with TLS that lets everybody in. */
  static RealRegistry tls(DockerImageName image, TestAuthority authority) throws IOException {
    return start(image, CONFIGURATION.formatted(TLS), files(authority));
  }

  /** A registry with TLS for those who know the password. */
  static RealRegistry basic(DockerImageName image, TestAuthority authority) throws IOException {
    return start(image, CONFIGURATION.formatted(TLS) + BASIC, files(authority));
  }

  /** A registry with TLS for those who bring a token. */
  static RealRegistry token(DockerImageName image, TestAuthority authority, TokenServer tokens)
      throws IOException {
    String token =
        """
        auth:
          token:
            realm: %s
            service: %s
            issuer: %s
            rootcertbundle: /etc/registry/ca.crt
        """
            .formatted(tokens.realm(), TokenServer.SERVICE, TokenServer.ISSUER);
    return start(image, CONFIGURATION.formatted(TLS) + token, files(authority));
  }

  /** The registry's name in those of images. */
  public String host() {
    return "localhost:" + port;
  }

  /** What the registry has logged so far, with a line for each request. */
  public String log() {
    return container.getLogs();
  }

  @Override
  public void close() {
    container.stop();
  }

  private static Map<String, byte[]> files(TestAuthority authority) throws IOException {
    return Map.of(
        "server.crt", Files.readAllBytes(authority.serverCertificate()),
        "server.key", Files.readAllBytes(authority.serverKey()),
        "ca.crt", Files.readAllBytes(authority.certificate()),
        "htpasswd", HTPASSWD.getBytes(UTF_8));
  }

  private static RealRegistry start(
      DockerImageName image, String configuration, Map<String, byte[]> files) {
    GenericContainer<?> container =
        new GenericContainer<>(image)
            .withNetworkMode("host")
            .withCopyToContainer(Transferable.of(configuration), "/etc/registry/config.yml")
            .waitingFor(Wait.forLogMessage(".*" + LISTENING.pattern() + ".*\\s", 1));
    files.forEach(
        (name, bytes) ->
            container.withCopyToContainer(Transferable.of(bytes), "/etc/registry/" + name));
    container.start();
    Matcher listening = LISTENING.matcher(container.getLogs());
    if (!listening.find()) {
      throw new IllegalStateException("the registry's port is unknown\n" + container.getLogs());
    }
    return new RealRegistry(container, Integer.parseInt(listening.group(1)));
  }
}
