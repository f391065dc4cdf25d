package dev.jpod.trust;

import dev.jpod.model.ImageReference;
import org.jspecify.annotations.Nullable;

/**
 * What a signature calls the image. Unlike a reference that a person gives, a name without tag and
 * digest stands for no particular image: nothing is added to it.
 *
 * @param repository with its registry
 * @param reference null for a name without tag and digest, as cosign writes it
 */
record ClaimedName(String repository, @Nullable ImageReference reference) {
  /**
   * Reads and normalises a name.
   *
   * @throws IllegalArgumentException when it is none
   */
  static ClaimedName of(String text) {
    ImageReference reference = ImageReference.of(text);
    String last = text.substring(text.lastIndexOf('/') + 1);
    boolean whole = last.indexOf(':') >= 0 || last.indexOf('@') >= 0;
    return new ClaimedName(reference.name(), whole ? reference : null);
  }

  @Override
  public String toString() {
    return reference == null ? repository : reference.toString();
  }
}
