package dev.jpod.manifest;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a lock file says: the digest that each image reference stands for, whatever its tag says.
 *
 * @param digests of indexes where there are any, else of manifests, by references in full
 */
public record ImageLock(SortedMap<String, Digest> digests) {
  static final int VERSION = 1;

  public ImageLock {
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  /**
   * Reads a lock file.
   *
   * @throws InvalidManifest with every problem and its line
   */
  public static ImageLock read(ManifestText text) {
    return LockReader.read(text);
  }

  /** The digest for a reference; null when the file does not have it. */
  public @Nullable Digest digest(ImageReference reference) {
    return digests.get(reference.toString());
  }

  /** The file: the same text for the same digests. {@link #read} reads it back. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Made by 'jpod lock'; 'jpod lock --update' looks the tags up anew.\n");
    text.append("version: ").append(VERSION).append('\n');
    if (digests.isEmpty()) {
      return text.append("images: {}\n").toString();
    }
    text.append("images:\n");
    digests.forEach(
        (reference, digest) ->
            text.append("  \"").append(reference).append("\": ").append(digest).append('\n'));
    return text.toString();
  }
}
