package dev.jpod.image;

import dev.jpod.model.Digest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which images somebody counts on, by their ids.
 *
 * @param containers the images that containers were made from
 * @param stacks the images that stacks can go back to, each with the name of one such stack
 */
public record ImageNeeds(Set<Digest> containers, Map<Digest, String> stacks) {
  /** Nobody needs anything. */
  public static final ImageNeeds NONE = new ImageNeeds(Set.of(), Map.of());

  public ImageNeeds {
    containers = Set.copyOf(containers);
    stacks = Map.copyOf(stacks);
  }

  /** All of them. */
  public Set<Digest> all() {
    Set<Digest> all = new HashSet<>(containers);
    all.addAll(stacks.keySet());
    return all;
  }
}
