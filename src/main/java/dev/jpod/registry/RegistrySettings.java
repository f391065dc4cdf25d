package dev.jpod.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the settings for registries are kept, and how patient to be. Nothing is read yet.
 *
 * @param version of jpod, for the {@code User-Agent}
 * @param environment for proxies and the places of files
 * @param host the folder that has the host's {@code etc} and {@code run}
 * @param user the number of the user whose credentials are used
 * @param certificates whether a command line overrules the configuration
 * @param authFile the only file with credentials to look at; null for the usual ones
 */
public record RegistrySettings(
    String version,
    Map<String, String> environment,
    Path host,
    int user,
    Certificates certificates,
    @Nullable Path authFile,
    Patience patience) {

  public RegistrySettings {
    environment = Map.copyOf(environment);
  }

  /** Whose word counts on the certificates of registries. */
  public enum Certificates {
    /** Checked, unless the configuration calls a registry insecure. */
    AS_CONFIGURED,
    /** Checked in any case. */
    CHECKED,
    /** Not checked, and without TLS where a registry has none. */
    UNCHECKED
  }

  /**
   * How long to wait and how often to try.
   *
   * @param connect for a connection
   * @param silence after which a connection that says nothing is given up
   * @param pause before the second attempt; each further one doubles it
   * @param longestPause that a registry may ask for
   * @param attempts that may fail one after the other without a byte of progress
   */
  public record Patience(
      Duration connect, Duration silence, Duration pause, Duration longestPause, int attempts) {
    public static final Patience USUAL =
        new Patience(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMillis(250),
            Duration.ofSeconds(30),
            5);

    /** As patient otherwise. */
    public Patience withSilence(Duration time) {
      return new Patience(connect, time, pause, longestPause, attempts);
    }
  }

  /** The usual settings of a user. */
  public static RegistrySettings of(String version, Map<String, String> environment, int user) {
    return new RegistrySettings(
        version, environment, Path.of("/"), user, Certificates.AS_CONFIGURED, null, Patience.USUAL);
  }

  /** The same settings with another word on certificates. */
  public RegistrySettings with(Certificates other) {
    return new RegistrySettings(version, environment, host, user, other, authFile, patience);
  }

  /** The same settings with one file for credentials. */
  public RegistrySettings with(Path otherAuthFile) {
    return new RegistrySettings(
        version, environment, host, user, certificates, otherAuthFile, patience);
  }

  /** The same settings with other patience. */
  public RegistrySettings with(Patience other) {
    return new RegistrySettings(version, environment, host, user, certificates, authFile, other);
  }

  @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** The value of a variable that names a place; null when it is not an absolute path. */
  @Nullable Path place(String variable) {
    String value = variable(variable);
    return value == null || !value.startsWith("/") ? null : Path.of(value);
  }

  /** The main file of registries.conf: the user's is instead of the host's, not beside it. */
  List<Path> registriesConf() {
    Path named = place("CONTAINERS_REGISTRIES_CONF");
    if (named != null) {
      return List.of(named);
    }
    List<Path> files = new ArrayList<>();
    Path folder = userFolder();
    if (folder != null) {
      files.add(folder.resolve("registries.conf"));
    }
    files.add(host.resolve("etc/containers/registries.conf"));
    return files;
  }

  /** The folders with additions to registries.conf; what comes later wins. */
  List<Path> registriesConfFolders() {
    List<Path> folders = new ArrayList<>();
    folders.add(host.resolve("etc/containers/registries.conf.d"));
    Path folder = userFolder();
    if (folder != null) {
      folders.add(folder.resolve("registries.conf.d"));
    }
    return folders;
  }

  /** Where Podman writes down what short names have come to mean. */
  Path recordedAliases() {
    String name = "containers/short-name-aliases.conf";
    Path cache = place("XDG_CACHE_HOME");
    Path home = place("HOME");
    Path below = cache == null && home != null ? home.resolve(".cache") : cache;
    return (user == 0 || below == null ? host.resolve("var/cache") : below).resolve(name);
  }

  /** The folders with certificates per registry; the first that knows a registry counts. */
  List<Path> certificateFolders() {
    List<Path> folders = new ArrayList<>();
    Path folder = userFolder();
    if (folder != null) {
      folders.add(folder.resolve("certs.d"));
    }
    folders.add(host.resolve("etc/containers/certs.d"));
    folders.add(host.resolve("etc/docker/certs.d"));
    return folders;
  }

  /** Files with the authorities that the host trusts; the first that is there counts. */
  List<Path> trustBundles() {
    Path named = place("SSL_CERT_FILE");
    return named != null
        ? List.of(named)
        : List.of(
            host.resolve("etc/ssl/certs/ca-certificates.crt"),
            host.resolve("etc/pki/tls/certs/ca-bundle.crt"),
            host.resolve("etc/ssl/ca-bundle.pem"));
  }

  /** The user's folder for the settings of container tools. */
  private @Nullable Path userFolder() {
    Path settings = place("XDG_CONFIG_HOME");
    if (settings != null) {
      return settings.resolve("containers");
    }
    Path home = place("HOME");
    return home == null ? null : home.resolve(".config/containers");
  }
}
