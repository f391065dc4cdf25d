package dev.jpod.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Unmodifiable copies that keep the order of the file, which the JDK's own copies do not. */
final class Ordered {
  private Ordered() {}

  static <K, V> Map<K, V> copyOf(Map<K, V> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  static <E> Set<E> copyOf(Collection<E> elements) {
    return elements.isEmpty()
        ? Set.of()
        : Collections.unmodifiableSet(new LinkedHashSet<>(elements));
  }
}
