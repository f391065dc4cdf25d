package dev.jpod.registry;

import dev.jpod.model.JpodException;
import dev.jpod.registry.AuthFile.Form;
import dev.jpod.registry.Credential.IdentityToken;
import dev.jpod.registry.Credential.Password;
import dev.jpod.registry.Credentials.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is known where, in the files that container tools share, or in the programs that these name.
 * Only one file is ever written: that of {@link Credentials#primary()}.
 */
public final class Logins {
  /** What is shown for credentials that have no user. */
  private static final String TOKEN = "<token>";

  private final Registries registries;
  private final Credentials credentials;
  private final CredentialPrograms helpers;

  public Logins(RegistrySettings settings) {
    this.registries = new Registries(settings);
    this.credentials = new Credentials(settings);
    this.helpers = new CredentialPrograms(settings);
  }

  /**
   * Keeps a credential, if the registry accepts it.
   *
   * @return where it is kept now
   * @throws JpodException of kind FAILED when the registry does not accept it, UNREACHABLE when it
   *     cannot say; nothing was changed then
   */
  public String login(LoginName name, String user, String password) {
    Password credential = new Password(user, password);
    AuthFile file = primary();
    String helper = helperFor(file, name);
    registries.check(name, credential);
    String key = keyIn(file, name);
    if (helper != null) {
      helpers.store(helper, key, credential);
      return "the credential helper '" + helper + "'";
    }
    AuthFile fresh = primary();
    Credentials.keys(name.toString()).forEach(fresh::remove);
    fresh.put(key, credential);
    fresh.write();
    return "'" + fresh.path() + "'";
  }

  /** Who is logged in; null for nobody. Asks no registry. */
  public @Nullable String user(LoginName name) {
    return switch (credentials.of(name.toString())) {
      case null -> null;
      case Password password -> password.user();
      case IdentityToken token -> token.user().isEmpty() ? TOKEN : token.user();
    };
  }

  /**
   * Forgets a credential.
   *
   * @throws JpodException of kind NOT_FOUND when nothing is known, REFUSED when it is known by a
   *     file that is somebody else's to write
   */
  public void logout(LoginName name) {
    AuthFile file = primary();
    String helper = helperFor(file, name);
    if (helper != null) {
      Credentials.keys(name.toString()).forEach(key -> helpers.erase(helper, key));
    }
    boolean removed = false;
    for (String key : Credentials.keys(name.toString())) {
      removed |= file.remove(key);
    }
    if (removed) {
      file.write();
    } else if (helper == null) {
      throw unknown(name);
    }
  }

  private JpodException unknown(LoginName name) {
    for (Place place : credentials.places()) {
      if (credentials.in(AuthFile.read(place.path(), place.form()), name.toString()) != null) {
        return JpodException.refused(
            "the credential for '" + name + "' is kept in '" + place.path() + "'",
            "log out with the tool that wrote it, or give --authfile=" + place.path());
      }
    }
    List<String> others = primary().names();
    return JpodException.notFound(
        "nobody is logged in to '" + name + "'",
        others.isEmpty()
            ? "nobody is logged in anywhere"
            : "somebody is to " + Answers.quoted(String.join(", ", others)));
  }

  /** Forgets all that the file and the programs that it names keep. */
  public void logoutAll() {
    AuthFile file = primary();
    file.helpers().forEach((registry, helper) -> helpers.erase(helper, registry));
    String store = file.store();
    if (store != null) {
      helpers.list(store).forEach(registry -> helpers.erase(store, registry));
    }
    List<String> names = file.names();
    names.forEach(file::remove);
    if (!names.isEmpty()) {
      file.write();
    }
  }

  private AuthFile primary() {
    return AuthFile.read(credentials.primary(), Form.CURRENT);
  }

  private static @Nullable String helperFor(AuthFile file, LoginName name) {
    for (String key : Credentials.keys(name.registry())) {
      String helper = file.helper(key);
      if (helper != null) {
        requireWhole(name, helper);
        return helper;
      }
    }
    String store = file.store();
    if (store != null) {
      requireWhole(name, store);
    }
    return store;
  }

  private static void requireWhole(LoginName name, String helper) {
    if (!name.namespace().isEmpty()) {
      throw JpodException.refused(
          "the credential helper '" + helper + "' keeps nothing for a part of a registry",
          "log in to '" + name.registry() + "', or give another file with --authfile");
    }
  }

  /** Docker knows its own registry by one name only, and keeps the one that it knows. */
  private static String keyIn(AuthFile file, LoginName name) {
    boolean isDockers = name.registry().equals(Endpoint.DOCKER_HUB) && name.namespace().isEmpty();
    return isDockers
            && (file.names().contains(Credentials.DOCKER_HUB_KEY)
                || file.helper(Credentials.DOCKER_HUB_KEY) != null
                || file.path().endsWith("config.json"))
        ? Credentials.DOCKER_HUB_KEY
        : name.toString();
  }
}
