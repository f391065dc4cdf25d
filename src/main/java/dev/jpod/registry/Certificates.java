package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and what to show, per registry: the authorities of the host, or of the JDK where
 * the host has none, and what {@code certs.d} says of the registry in the form that Docker and
 * Podman share. Safe for several threads.
 */
final class Certificates {
  private static final char[] NO_PASSWORD = {};

  private final RegistrySettings settings;
  private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();

  Certificates(RegistrySettings settings) {
    this.settings = settings;
  }

  /**
   * What connections to the host of a URI start with; made once per host and registry. Whom a
   * registry sends its clients to, for example for tokens, is trusted for the registry's
   * authorities, too, as with other tools; but only its own host is shown what identifies the user.
   *
   * @param registry host and port of the registry on whose behalf the host is asked
   */
  SSLContext of(URI uri, Security security, String registry) {
    String host = uri.getAuthority();
    return contexts.computeIfAbsent(
        security + " " + registry + " " + host, _ -> context(host, security, registry));
  }

  private SSLContext context(String host, Security security, String registry) {
    try {
      Path folder = folderOf(host);
      TrustManager[] trust =
          security == Security.UNVERIFIED
              ? new TrustManager[] {new TrustEverybody()}
              : trust(authorities(folder, folderOf(registry)));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          folder == null ? new KeyManager[0] : identity(folder), trust, new SecureRandom());
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new JpodException(
          Failure.FAILED,
          "the certificates for the registry '" + registry + "' cannot be used: " + e.getMessage(),
          "look at the files in its certs.d folder, and at the host's own certificates",
          e);
    }
  }

  private static List<Path> authorities(@Nullable Path ofHost, @Nullable Path ofRegistry)
      throws IOException {
    List<Path> files = new ArrayList<>();
    if (ofHost != null) {
      files.addAll(files(ofHost, ".crt"));
    }
    if (ofRegistry != null && !ofRegistry.equals(ofHost)) {
      files.addAll(files(ofRegistry, ".crt"));
    }
    return files;
  }

  /** The folder that says something of a registry; Docker's own goes by the name people use. */
  private @Nullable Path folderOf(String authority) {
    List<String> names =
        authority.equals(Endpoint.authority(Endpoint.DOCKER_HUB))
            ? List.of(authority, Endpoint.DOCKER_HUB)
            : List.of(authority);
    for (Path folder : settings.certificateFolders()) {
      for (String name : names) {
        Path candidate = folder.resolve(name);
        if (Files.isDirectory(candidate)) {
          return candidate;
        }
      }
    }
    return null;
  }

  private TrustManager[] trust(List<Path> added) throws IOException, GeneralSecurityException {
    Path bundle = bundle();
    KeyStore authorities = null;
    if (bundle != null || !added.isEmpty()) {
      authorities = empty();
      int number = 0;
      for (Certificate authority : bundle == null ? builtIn() : read(bundle)) {
        authorities.setCertificateEntry("host-" + number++, authority);
      }
      for (Path file : added) {
        for (Certificate authority : read(file)) {
          authorities.setCertificateEntry("registry-" + number++, authority);
        }
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return factory.getTrustManagers();
  }

  private @Nullable Path bundle() {
    for (Path file : settings.trustBundles()) {
      if (Files.isReadable(file)) {
        return file;
      }
    }
    return null;
  }

  private static List<Certificate> builtIn() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    List<Certificate> authorities = new ArrayList<>();
    for (TrustManager trust : factory.getTrustManagers()) {
      if (trust instanceof X509TrustManager x509) {
        Collections.addAll(authorities, x509.getAcceptedIssuers());
      }
    }
    return authorities;
  }

  /** Each {@code NAME.cert} with its {@code NAME.key}. */
  private static KeyManager[] identity(Path folder) throws IOException, GeneralSecurityException {
    List<Path> shown = files(folder, ".cert");
    if (shown.isEmpty()) {
      return new KeyManager[0];
    }
    KeyStore own = empty();
    for (Path file : shown) {
      String name = file.getFileName().toString();
      Path keyFile = folder.resolve(name.substring(0, name.length() - ".cert".length()) + ".key");
      PrivateKey key = PemKey.read(keyFile);
      own.setKeyEntry(name, key, NO_PASSWORD, read(file).toArray(Certificate[]::new));
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(own, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> read(Path file)
      throws IOException, GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + ending)) {
      entries.forEach(files::add);
    }
    Collections.sort(files);
    return files;
  }
}
