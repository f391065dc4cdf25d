package dev.jpod.registry;

import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code [[registry]]} of registries.conf: what holds for all names that begin alike.
 *
 * @param prefix of names, or {@code *.DOMAIN}
 * @param location what stands in the prefix's place where it is really asked; null for the same
 * @param access whether the registry may be insecure
 * @param file where it is written
 */
record RegistryRule(
    String prefix,
    @Nullable String location,
    Access access,
    Verdict verdict,
    List<Mirror> mirrors,
    Path file) {
  private static final String ANY_SUBDOMAIN = "*.";

  RegistryRule {
    mirrors = List.copyOf(mirrors);
  }

  /** Whether TLS with a certificate that is checked is wanted. */
  enum Access {
    SECURE,
    INSECURE
  }

  /** Whether it may be asked at all. */
  enum Verdict {
    ALLOWED,
    BLOCKED
  }

  /** Another place with the same content. */
  record Mirror(String location, Access access, MirrorUse use) {}

  /** A repository at some place. */
  record Place(String registry, String repository) {}

  boolean isWildcard() {
    return prefix.startsWith(ANY_SUBDOMAIN);
  }

  /** Whether it is about an image: the prefix ends where a part of the image's name ends. */
  boolean covers(ImageReference image) {
    if (isWildcard()) {
      return Endpoint.host(image.registry()).endsWith(prefix.substring(1));
    }
    String name = image.toString();
    if (!name.startsWith(prefix)) {
      return false;
    }
    if (name.length() == prefix.length()) {
      return true;
    }
    char next = name.charAt(prefix.length());
    boolean isBeforeTag = prefix.indexOf('/') >= 0 && (next == ':' || next == '@');
    return next == '/' || isBeforeTag;
  }

  /** The registry itself, as it is to be asked. */
  Place place(ImageReference image) {
    return location == null
        ? new Place(image.registry(), image.repository())
        : moved(image, location);
  }

  /** The same repository at a mirror. */
  Place place(ImageReference image, Mirror mirror) {
    return moved(image, mirror.location());
  }

  private Place moved(ImageReference image, String there) {
    String name = image.name();
    int length = isWildcard() ? image.registry().length() : prefix.length();
    String moved = there + (length < name.length() ? name.substring(length) : "");
    int slash = moved.indexOf('/');
    try {
      ImageReference checked =
          new ImageReference(
              slash < 0 ? moved : moved.substring(0, slash),
              slash < 0 ? "" : moved.substring(slash + 1),
              "latest",
              null);
      return new Place(checked.registry(), checked.repository());
    } catch (IllegalArgumentException e) {
      throw JpodException.failed(
          "'"
              + file
              + "' makes '"
              + Answers.quoted(moved)
              + "' of '"
              + name
              + "', which is no name",
          "see the location in the [[registry]] with the prefix '" + prefix + "'");
    }
  }
}
