package dev.jpod.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a volume on disk.
 *
 * @param stack the stack that made it, or null
 * @param container the one container that it belongs to, or null for a named volume
 */
public record VolumeRecord(
    String name,
    @Nullable String stack,
    @Nullable String container,
    Instant created,
    Map<String, String> labels) {
  public VolumeRecord {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
