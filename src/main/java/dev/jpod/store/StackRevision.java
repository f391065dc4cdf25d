package dev.jpod.store;

import dev.jpod.model.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an apply left behind: the revision that a stack is at, one that it was at, or one that it
 * was to be at when the apply failed.
 *
 * @param lineage tells this stack from another that had its name before
 * @param serial counts the revisions of the lineage, from 1, those that failed included
 * @param at when the run ended
 * @param sources the texts that were applied, references to secrets unresolved
 * @param origin where they came from, for people, for example {@code stack.yaml}
 * @param variables what was interpolated into the texts, and the fields that {@code --set} gave
 * @param inventory the ids of the containers that belong to the stack
 * @param volumes the names of the volumes that the stack made
 * @param commit the git commit, or null
 * @param images what the containers were made from, sorted by reference; empty in a revision that
 *     an earlier jpod has written
 * @param lock the text of the lock file that was in force, or null
 * @param attempt how it came about
 * @param secrets keyed hashes of the secrets that were in force, by name
 * @param contents what stood in files that the texts only name
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
    @Nullable String lock,
    Attempt attempt,
    Map<String, String> secrets,
    List<Content> contents) {
  public StackRevision {
    sources = List.copyOf(sources);
    variables = Map.copyOf(variables);
    inventory = List.copyOf(inventory);
    volumes = List.copyOf(volumes);
    images = List.copyOf(images);
    secrets = Map.copyOf(secrets);
    contents = List.copyOf(contents);
  }

  /** Whether the host had the stack as this revision says, so that it can be gone back to. */
  public boolean isGood() {
    return attempt.result() == Attempt.Result.DONE;
  }

  /** The same revision with the containers that have it now. */
  public StackRevision withInventory(List<String> ids) {
    return new StackRevision(
        stack, lineage, serial, at, sources, origin, variables, ids, volumes, commit, images, lock,
        attempt, secrets, contents);
  }

  /**
   * What an image reference stood for.
   *
   * @param digest of an index of several platforms, or of the manifest
   * @param manifest the manifest for this host
   * @param id the digest of the configuration
   */
  public record Image(String reference, Digest digest, Digest manifest, Digest id) {}

  /**
   * One text and the name it goes by in messages.
   *
   * @param folder the absolute path of the folder that relative paths in the text start from; empty
   *     when an earlier jpod has written the revision
   */
  public record Source(String name, String folder, String text) {}

  /**
   * Something open that was read from outside of the texts.
   *
   * @param name of a config, or the absolute path of an environment file
   * @param digest of the content, by which the store has it
   */
  public record Content(Kind kind, String name, Digest digest) {
    /** What a content is of. */
    public enum Kind {
      CONFIG("config"),
      /** The variables of an environment file, as a JSON object of texts. */
      ENV_FILE("envFile");

      private final String word;

      Kind(String word) {
        this.word = word;
      }

      /** How it is called where people and programs see it. */
      public String word() {
        return word;
      }
    }
  }
}
