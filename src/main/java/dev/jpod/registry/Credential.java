package dev.jpod.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a person is known by at a registry. Its text never shows a secret. */
sealed interface Credential {
  /** A name with a password. */
  record Password(String user, String password) implements Credential {
    /** The value of an {@code Authorization} header. */
    String basic() {
      byte[] plain = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(plain);
    }

    @Override
    public String toString() {
      return "the user '" + user + "'";
    }
  }

  /**
   * A token that buys tokens.
   *
   * @param user empty when the credential file has none
   */
  record IdentityToken(String user, String token) implements Credential {
    @Override
    public String toString() {
      return "an identity token";
    }
  }
}
