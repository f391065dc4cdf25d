package dev.jpod.registry;

/**
 * What a registry says of a repository that somebody looks for.
 *
 * @param name with the registry, as an image is called
 * @param description in the words of its owner; may be empty
 * @param stars how many people like it; 0 where registries do not count
 */
public record FoundImage(String name, String description, long stars, Origin origin) {
  /** Who speaks for it. */
  public enum Origin {
    OFFICIAL,
    ANYBODY
  }
}
