package dev.jpod.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.RegistrySettings.Certificates;
import dev.jpod.registry.TestIdentity.Clients;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTests {
  private static final byte[] MANIFEST = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir static Path identities;
  private static TestIdentity server;
  private static TestIdentity stranger;

  @TempDir Path host;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private FaultyRegistry registry;

  @BeforeAll
  static void identities() throws Exception {
    server = TestIdentity.of(identities, "ip:127.0.0.1");
    stranger = TestIdentity.of(identities, "dns:elsewhere.test");
  }

  @BeforeEach
  void start() throws Exception {
    registry = FaultyRegistry.start(server.listen(Clients.ANYBODY));
    registry.content().manifest("app", "1", MANIFEST, "application/json");
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private void startAnew(TestIdentity identity, Clients clients) throws Exception {
    registry.close();
    registry = FaultyRegistry.start(identity.listen(clients));
    registry.content().manifest("app", "1", MANIFEST, "application/json");
  }

  private Path certificates(String folder) {
    return host.resolve(folder).resolve(registry.address());
  }

  private void fetch(Certificates certificates) {
    RegistrySettings settings = Kit.settings(host, environment).with(certificates);
    try (Repository repository =
        new Registries(settings).repository(Kit.reference(registry, "app"))) {
      assertThat(repository.manifest("1").bytes()).isEqualTo(MANIFEST);
    }
  }

  private AbstractThrowableAssert<?, ?> assertUntrusted(Certificates certificates) {
    return assertThatThrownBy(() -> fetch(certificates))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNREACHABLE));
  }

  @Test
  void anUnknownAuthorityIsNotTrusted() throws Exception {

    assertUntrusted(Certificates.AS_CONFIGURED)
        .hasMessageContaining("is not to be trusted")
        .isInstanceOfSatisfying(
            JpodException.class,
            e ->
                assertThat(e.hint())
                    .contains("/etc/containers/certs.d/" + registry.address() + "/ca.crt"));
    assertUntrusted(Certificates.CHECKED);
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void anAuthorityInCertsDIsTrusted() throws Exception {
    server.writeCertificate(certificates("etc/containers/certs.d").resolve("ca.crt"));

    fetch(Certificates.CHECKED);
    fetch(Certificates.AS_CONFIGURED);
  }

  @Test
  void dockersFolderCountsToo() throws Exception {
    server.writeCertificate(certificates("etc/docker/certs.d").resolve("any.crt"));

    fetch(Certificates.CHECKED);
  }

  @Test
  void theHostsAuthoritiesAreTrusted() throws Exception {
    server.writeCertificate(host.resolve("etc/ssl/certs/ca-certificates.crt"));

    fetch(Certificates.CHECKED);
  }

  @Test
  void aCertificateForAnotherHostIsNotTrusted() throws Exception {
    startAnew(stranger, Clients.ANYBODY);
    stranger.writeCertificate(certificates("etc/containers/certs.d").resolve("ca.crt"));

    assertUntrusted(Certificates.CHECKED).hasMessageContaining("is not to be trusted");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void anInsecureRegistryNeedNotBeTrusted() throws Exception {
    startAnew(stranger, Clients.ANYBODY);

    fetch(Certificates.UNCHECKED);

    Path file = host.resolve("etc/containers/registries.conf");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "[[registry]]\nlocation='" + registry.address() + "'\ninsecure=true\n");
    fetch(Certificates.AS_CONFIGURED);
    assertUntrusted(Certificates.CHECKED);
  }

  @Test
  void anInsecureRegistryMayHaveNoTls() throws Exception {
    registry.close();
    registry = FaultyRegistry.start();
    registry.content().manifest("app", "1", MANIFEST, "application/json");

    fetch(Certificates.UNCHECKED);
    assertUntrusted(Certificates.CHECKED)
        .hasMessageContaining("TLS fails")
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.hint()).contains("insecure = true"));
  }

  @Test
  void anAnswerWithoutTlsIsCalledThat() throws Exception {
    Thread answering;
    try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      answering = new Thread(() -> answerInPlainText(server));
      answering.start();
      RegistrySettings settings = Kit.settings(host, environment).with(Certificates.CHECKED);
      ImageReference image = ImageReference.of("127.0.0.1:" + server.getLocalPort() + "/app:1");
      try (Repository repository = new Registries(settings).repository(image)) {
        assertThatThrownBy(() -> repository.manifest("1"))
            .hasMessageContaining("it answers without TLS");
      }
    }
    answering.join();
  }

  private static void answerInPlainText(ServerSocket server) {
    try {
      while (true) {
        try (Socket client = server.accept()) {
          assertThat(client.getInputStream().read()).isNotNegative();
          client.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(UTF_8));
        }
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  @Test
  void aRegistryMayWantToKnowItsClients() throws Exception {
    startAnew(server, Clients.KNOWN);
    Path folder = certificates("etc/containers/certs.d");
    server.writeCertificate(folder.resolve("ca.crt"));
    assertUntrusted(Certificates.CHECKED);

    stranger.writeCertificate(folder.resolve("client.cert"));
    stranger.writeKey(folder.resolve("client.key"));
    fetch(Certificates.CHECKED);
  }

  @Test
  void aClientsCertificateWithoutKeyIsTold() throws Exception {
    startAnew(server, Clients.KNOWN);
    Path folder = certificates("etc/containers/certs.d");
    stranger.writeCertificate(folder.resolve("client.cert"));
    Files.writeString(folder.resolve("client.key"), "no key but a secret");

    assertThatThrownBy(() -> fetch(Certificates.CHECKED))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.FAILED))
        .hasMessageContaining("client.key")
        .hasMessageNotContaining("no key but a secret");
  }

  @Test
  void nobodyIsLedToAPlaceWithoutTls() throws Exception {
    server.writeCertificate(certificates("etc/containers/certs.d").resolve("ca.crt"));
    try (FaultyRegistry plain = FaultyRegistry.start()) {
      registry.always(
          "manifests", Reply.status(302, "Location", "http://" + plain.address() + "/"));

      assertThatThrownBy(() -> fetch(Certificates.CHECKED))
          .isInstanceOfSatisfying(
              JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
          .hasMessageContaining("where no TLS is spoken");
      assertThat(plain.requests()).isEmpty();
    }
  }

  @Test
  void nothingIsSentToAPlaceWithoutTls() throws Exception {
    server.writeCertificate(certificates("etc/containers/certs.d").resolve("ca.crt"));
    try (FaultyRegistry plain = FaultyRegistry.start()) {
      registry.always("POST", Reply.status(202, "Location", "http://" + plain.address() + "/"));
      RegistrySettings settings = Kit.settings(host, environment).with(Certificates.CHECKED);
      byte[] blob = Kit.bytes(100);
      try (Repository repository =
          new Registries(settings).repository(Kit.reference(registry, "app"))) {
        assertThatThrownBy(
                () ->
                    repository.push(
                        FaultyRegistry.digest(blob),
                        blob.length,
                        () -> new ByteArrayInputStream(blob),
                        null,
                        _ -> {}))
            .hasMessageContaining("where no TLS is spoken");
      }
      assertThat(plain.requests()).isEmpty();
    }
  }
}
