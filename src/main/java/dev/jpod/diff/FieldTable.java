package dev.jpod.diff;

import dev.jpod.model.Instance;
import java.util.SortedMap;

/** The canonical fields of an instance: which there are and what a change of each costs. */
public final class FieldTable {
  private FieldTable() {}

  /**
   * The fields of an instance, path to canonical value. What is at its default is left out, so that
   * a field that a later jpod adds is no difference; secrets are there as fingerprints only.
   */
  @SuppressWarnings("DoNotCallSuggester")
  public static SortedMap<String, String> fieldsOf(Instance instance) {
    throw new UnsupportedOperationException(instance.key().toString());
  }
}
