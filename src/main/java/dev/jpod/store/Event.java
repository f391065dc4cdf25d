package dev.jpod.store;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that happened to a container.
 *
 * @param kind for example {@code start} or {@code die}
 * @param id of the container
 * @param details more by the kind of event, for example {@code code} and {@code cause} of an end
 */
public record Event(
    Instant time, String kind, String id, String name, Map<String, String> details) {
  public Event {
    details = Collections.unmodifiableMap(new TreeMap<>(details));
  }
}
