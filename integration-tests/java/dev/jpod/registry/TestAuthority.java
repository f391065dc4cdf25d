package dev.jpod.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority that nobody knows, and a certificate of it for servers on the loopback. */
record TestAuthority(Path folder) {
  private static final String PASSWORD = "for nobody's eyes";
  private static final List<String> NEW_CERTIFICATE =
      List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2");

  /** Makes both in an empty folder. */
  static TestAuthority in(Path folder) throws IOException, InterruptedException {
    TestAuthority made = new TestAuthority(folder);
    made.openssl("-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=An authority of tests");
    made.openssl(
        ("-CA ca.crt -CAkey ca.key -keyout server.key -out server.crt -subj /CN=localhost"
                + " -addext basicConstraints=critical,CA:FALSE"
                + " -addext subjectAltName=DNS:localhost,IP:127.0.0.1")
            .split(" "));
    return made;
  }

  Path certificate() {
    return folder.resolve("ca.crt");
  }

  Path serverCertificate() {
    return folder.resolve("server.crt");
  }

  Path serverKey() {
    return folder.resolve("server.key");
  }

  /** The authority's certificate, as it stands in the header of a JSON web token. */
  String certificateInBase64() throws IOException {
    return content(certificate());
  }

  PrivateKey key() throws IOException, GeneralSecurityException {
    return key(folder.resolve("ca.key"));
  }

  /** What a server of this JVM needs to speak TLS. */
  SSLContext serverContext() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    try (InputStream certificate = Files.newInputStream(serverCertificate())) {
      keys.setKeyEntry(
          "server",
          key(serverKey()),
          PASSWORD.toCharArray(),
          new java.security.cert.Certificate[] {
            java.security.cert.CertificateFactory.getInstance("X.509")
                .generateCertificate(certificate)
          });
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    byte[] bytes = Base64.getDecoder().decode(content(file));
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }

  /** What stands between the first and the last line of a PEM file. */
  private static String content(Path pem) throws IOException {
    List<String> lines = Files.readAllLines(pem);
    return String.join("", lines.subList(1, lines.size() - 1));
  }

  private void openssl(String... options) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(NEW_CERTIFICATE);
    argv.addAll(List.of(options));
    Process process =
        new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", argv) + "\n" + output);
    }
  }
}
