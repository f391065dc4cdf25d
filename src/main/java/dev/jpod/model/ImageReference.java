package dev.jpod.model;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image, normalised as Docker and Podman do: {@code nginx} is {@code
 * docker.io/library/nginx:latest}, {@code me/app:1} is {@code docker.io/me/app:1}, and a first part
 * with a dot or a port, or {@code localhost}, is the registry. A reference has a tag, a digest or
 * both; the tag defaults to {@code latest} only when there is no digest.
 *
 * <p>The grammar is that of the distribution project's reference package.
 *
 * @param registry for example {@code docker.io} or {@code localhost:5000}
 * @param repository for example {@code library/nginx}
 * @param tag null when only a digest was given
 * @param digest null when only a tag was given
 */
public record ImageReference(
    String registry, String repository, @Nullable String tag, @Nullable Digest digest) {
  /** The registry that images have which were made on this host. */
  public static final String THIS_HOST = "localhost";

  private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+])(?::[0-9]+)?");
  private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern WHOLE =
      Pattern.compile("(?<name>[^@]+?)(?::(?<tag>[^:/@]+))?(?:@(?<digest>.+))?");

  public ImageReference {
    require(REGISTRY.matcher(registry).matches(), registry, "a registry host");
    require(REPOSITORY.matcher(repository).matches(), repository, "a repository name");
    require(repository.length() <= 255, repository, "a repository name of at most 255 characters");
    require(tag == null || TAG.matcher(tag).matches(), String.valueOf(tag), "a tag");
    if (tag == null && digest == null) {
      throw new IllegalArgumentException("an image reference needs a tag or a digest");
    }
  }

  /**
   * Reads and normalises a reference.
   *
   * @throws IllegalArgumentException with a sentence that quotes the part that is wrong
   */
  public static ImageReference of(String text) {
    Matcher whole = WHOLE.matcher(text);
    require(!text.isEmpty() && whole.matches(), text, "an image reference");
    String name = whole.group("name");
    String digest = whole.group("digest");
    String tag = whole.group("tag");
    if (tag == null && digest == null) {
      tag = "latest";
    }
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = hasRegistry ? first : "docker.io";
    String repository = hasRegistry ? name.substring(slash + 1) : name;
    if (registry.equals("docker.io") && repository.indexOf('/') < 0) {
      repository = "library/" + repository;
    }
    return new ImageReference(
        registry, repository, tag, digest == null ? null : new Digest(digest));
  }

  /** Whether a text can be a tag. */
  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  private static void require(boolean holds, String text, String what) {
    if (!holds) {
      throw new IllegalArgumentException("'" + text + "' is not " + what);
    }
  }

  /** Whether it has the registry that stands for this host: nobody else knows its names. */
  public boolean isOfThisHost() {
    return registry.equals(THIS_HOST);
  }

  /** The registry and repository without tag and digest. */
  public String name() {
    return registry + "/" + repository;
  }

  /** The same name with a digest, which then decides what it stands for. */
  public ImageReference at(Digest newDigest) {
    return new ImageReference(registry, repository, tag, newDigest);
  }

  // Written out: a record's own is linked at run time, which a run with nothing to do pays for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageReference that
        && repository.equals(that.repository)
        && registry.equals(that.registry)
        && Objects.equals(tag, that.tag)
        && Objects.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return repository.hashCode() * 31 + Objects.hashCode(tag);
  }

  /** The normalised form; {@link #of} reads it back to an equal value. */
  @Override
  public String toString() {
    return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
