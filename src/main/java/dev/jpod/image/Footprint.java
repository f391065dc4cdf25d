package dev.jpod.image;

import java.util.HashSet;
import java.util.Set;

/**
 * What images have in a store.
 *
 * @param blobs by the digits of their digests
 * @param chains unpacked layers, by the digits of their chain ids
 */
record Footprint(Set<String> blobs, Set<String> chains) {
  Footprint() {
    this(new HashSet<>(), new HashSet<>());
  }
}
