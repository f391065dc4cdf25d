package dev.jpod.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;

/** A key with a certificate that it has signed itself, made by the JDK's own keytool. */
record TestIdentity(KeyStore store) {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "own";

  /** One for a host as keytool writes it, for example {@code ip:127.0.0.1}. */
  static TestIdentity of(Path folder, String host) throws Exception {
    Path file = folder.resolve(host.replace(':', '-') + ".p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
            "-genkeypair",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD,
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-dname",
            "CN=test",
            "-ext",
            "san=" + host);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String words = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed: " + words);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new TestIdentity(store);
  }

  /** Writes the certificate in PEM. */
  void writeCertificate(Path file) throws IOException, GeneralSecurityException {
    pem(file, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
  }

  /** Writes the key in PEM, as PKCS #8. */
  void writeKey(Path file) throws IOException, GeneralSecurityException {
    pem(file, "PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
  }

  private static void pem(Path file, String label, byte[] der) throws IOException {
    Files.createDirectories(file.getParent());
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
  }

  /** Whether a server wants to know its clients. */
  enum Clients {
    ANYBODY,
    KNOWN
  }

  /** A socket on loopback that speaks TLS with this identity; any client's certificate will do. */
  ServerSocket listen(Clients clients) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        keys.getKeyManagers(), new TrustManager[] {new TrustEverybody()}, new SecureRandom());
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    server.setNeedClientAuth(
        switch (clients) {
          case ANYBODY -> false;
          case KNOWN -> true;
        });
    return server;
  }
}
