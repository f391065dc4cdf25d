package dev.jpod.registry;

import dev.jpod.registry.AuthFile.Form;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credential for a repository in the files that container tools share, in the order of
 * containers-auth.json(5). In a file, the entry for the longest part of the name counts.
 */
final class Credentials {
  /** How Docker calls its own registry in its files. */
  static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private final RegistrySettings settings;
  private final CredentialPrograms helpers;

  Credentials(RegistrySettings settings) {
    this.settings = settings;
    this.helpers = new CredentialPrograms(settings);
  }

  /** A file that may hold credentials. */
  record Place(Path path, Form form) {}

  /** Where to look, the first first. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    Path named = primary();
    places.add(new Place(named, Form.CURRENT));
    if (settings.authFile() != null || settings.place("REGISTRY_AUTH_FILE") != null) {
      return places;
    }
    Path config = settings.place("XDG_CONFIG_HOME");
    Path home = settings.place("HOME");
    if (config != null) {
      places.add(new Place(config.resolve("containers/auth.json"), Form.CURRENT));
    } else if (home != null) {
      places.add(new Place(home.resolve(".config/containers/auth.json"), Form.CURRENT));
    }
    Path docker = settings.place("DOCKER_CONFIG");
    if (docker != null) {
      places.add(new Place(docker.resolve("config.json"), Form.CURRENT));
    } else if (home != null) {
      places.add(new Place(home.resolve(".docker/config.json"), Form.CURRENT));
    }
    if (home != null) {
      places.add(new Place(home.resolve(".dockercfg"), Form.DOCKERCFG));
    }
    return places;
  }

  /** The file that a login writes. */
  Path primary() {
    Path own = settings.authFile();
    if (own != null) {
      return own;
    }
    Path named = settings.place("REGISTRY_AUTH_FILE");
    if (named != null) {
      return named;
    }
    Path runtime = settings.place("XDG_RUNTIME_DIR");
    return runtime != null
        ? runtime.resolve("containers/auth.json")
        : settings.host().resolve("run/containers/" + settings.user() + "/auth.json");
  }

  /** The credential for a repository {@code registry/a/b}, or for a registry; null for none. */
  @Nullable Credential of(String name) {
    for (Place place : places()) {
      Credential found = in(AuthFile.read(place.path(), place.form()), name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** What one file, or a program that it names, knows. */
  @Nullable Credential in(AuthFile file, String name) {
    String registry = registryOf(name);
    for (String key : keys(registry)) {
      String helper = file.helper(key);
      if (helper != null) {
        return helpers.get(helper, key);
      }
    }
    String store = file.store();
    if (store != null) {
      for (String key : keys(registry)) {
        Credential kept = helpers.get(store, key);
        if (kept != null) {
          return kept;
        }
      }
    }
    for (String part = name; !part.isEmpty(); part = shorter(part)) {
      Credential found = file.entry(part);
      if (found != null) {
        return found;
      }
    }
    for (String key : file.names()) {
      if (keys(registry).contains(key) || hostOf(key).equals(registry)) {
        Credential found = file.entry(key);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Under what names a registry's own credential may be kept. */
  static List<String> keys(String registry) {
    return registry.equals(Endpoint.DOCKER_HUB)
        ? List.of(registry, DOCKER_HUB_KEY, "index.docker.io", "registry-1.docker.io")
        : List.of(registry);
  }

  static String registryOf(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private static String shorter(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  /** The host in the URLs that old versions of Docker used as names. */
  private static String hostOf(String key) {
    int scheme = key.indexOf("://");
    return scheme < 0 ? "" : registryOf(key.substring(scheme + "://".length()));
  }
}
