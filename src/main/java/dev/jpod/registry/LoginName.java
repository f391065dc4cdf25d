package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;

/**
 * What somebody logs in to: a registry, or a part of its repositories.
 *
 * @param namespace empty for all of the registry
 */
public record LoginName(String registry, String namespace) {

  /**
   * Reads what a person types: {@code HOST[:PORT][/NAMESPACE]}, or a URL, of which neither the
   * scheme nor the version of the interface at its end belongs to the name.
   *
   * @throws JpodException of kind USAGE when it is none of these
   */
  public static LoginName of(String text) {
    String name = text.replaceFirst("^https?://", "").replaceFirst("/+$", "");
    int slash = name.indexOf('/');
    String host = slash < 0 ? name : name.substring(0, slash);
    String rest = slash < 0 ? "" : name.substring(slash + 1);
    boolean isDockers = Credentials.keys(Endpoint.DOCKER_HUB).contains(host);
    if (isDockers && (rest.isEmpty() || rest.equals("v1") || rest.equals("v2"))) {
      return new LoginName(Endpoint.DOCKER_HUB, "");
    }
    boolean isOfApi = !name.equals(text) && rest.matches("v[12]");
    LoginName login = new LoginName(host, isOfApi ? "" : rest);
    try {
      login.repository();
    } catch (IllegalArgumentException e) {
      throw new JpodException(
          Failure.USAGE,
          "'" + Answers.quoted(text) + "' is not a registry",
          "write HOST[:PORT], for example docker.io or localhost:5000",
          e);
    }
    return login;
  }

  /** As the files with credentials have it. */
  @Override
  public String toString() {
    return namespace.isEmpty() ? registry : registry + "/" + namespace;
  }

  /** Something in it, by which the rules for it are found. */
  ImageReference repository() {
    return new ImageReference(registry, namespace.isEmpty() ? "any" : namespace, "any", null);
  }
}
