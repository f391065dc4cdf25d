package dev.jpod.store;

import dev.jpod.model.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an apply left behind: the revision that a stack is at, or one that it was at.
 *
 * @param lineage tells this stack from another that had its name before
 * @param serial counts the revisions of the lineage, from 1
 * @param sources the texts that were applied, references to secrets unresolved
 * @param origin where they came from, for people, for example {@code stack.yaml}
 * @param variables what {@code --set} and environment files gave, without secrets
 * @param inventory the ids of the containers that belong to the stack
 * @param volumes the names of the volumes that the stack made
 * @param commit the git commit, or null
 * @param images what the containers were made from, sorted by reference; empty in a revision that
 *     an earlier jpod has written
 * @param lock the text of the lock file that was in force, or null
 */
public record StackRevision(
    String stack,
    String lineage,
    long serial,
    Instant at,
    List<Source> sources,
    String origin,
    Map<String, String> variables,
    List<String> inventory,
    List<String> volumes,
    @Nullable String commit,
    List<Image> images,
    @Nullable String lock) {
  public StackRevision {
    sources = List.copyOf(sources);
    variables = Map.copyOf(variables);
    inventory = List.copyOf(inventory);
    volumes = List.copyOf(volumes);
    images = List.copyOf(images);
  }

  /**
   * What an image reference stood for.
   *
   * @param digest of an index of several platforms, or of the manifest
   * @param manifest the manifest for this host
   * @param id the digest of the configuration
   */
  public record Image(String reference, Digest digest, Digest manifest, Digest id) {}

  /** One text and the name it goes by in messages. */
  public record Source(String name, String text) {}
}
