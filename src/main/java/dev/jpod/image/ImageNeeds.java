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
 * @param mounted the images that somebody looks into
 * @param shifted the layers with other owners that containers were made on, by their keys
 */
public record ImageNeeds(
    Set<Digest> containers, Map<Digest, String> stacks, Set<Digest> mounted, Set<String> shifted) {
  /** Nobody needs anything. */
  public static final ImageNeeds NONE = new ImageNeeds(Set.of(), Map.of());

  public ImageNeeds {
    containers = Set.copyOf(containers);
    stacks = Map.copyOf(stacks);
    mounted = Set.copyOf(mounted);
    shifted = Set.copyOf(shifted);
  }

  /** What containers and stacks need. */
  public ImageNeeds(Set<Digest> containers, Map<Digest, String> stacks) {
    this(containers, stacks, Set.of(), Set.of());
  }

  /** The same, and these images that are mounted. */
  public ImageNeeds withMounted(Set<Digest> images) {
    return new ImageNeeds(containers, stacks, images, shifted);
  }

  /** The same, and these layers with other owners. */
  public ImageNeeds withShifted(Set<String> keys) {
    return new ImageNeeds(containers, stacks, mounted, keys);
  }

  /** Those whose layers are in use right now, and stay whatever is forced. */
  public Set<Digest> inUse() {
    Set<Digest> inUse = new HashSet<>(containers);
    inUse.addAll(mounted);
    return inUse;
  }

  /** All of them. */
  public Set<Digest> all() {
    Set<Digest> all = inUse();
    all.addAll(stacks.keySet());
    return all;
  }
}
