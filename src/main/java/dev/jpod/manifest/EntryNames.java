package dev.jpod.manifest;

import dev.jpod.model.Names;

/** The keys of maps whose entries are pods or containers. */
final class EntryNames {
  /** Takes the place of a name that is wrong, so that the rest can still be checked. */
  private static final String NAMELESS = "x";

  private EntryNames() {}

  /** The entry's key when it can be the name of a pod or container; else a problem. */
  static String label(MapEntry entry, String what) {
    String problem = Names.problemWithLabel(entry.key());
    if (problem == null) {
      return entry.key();
    }
    report(
        entry.value(),
        "'" + Quote.shortened(entry.key()) + "' cannot be the name of a " + what,
        problem);
    return NAMELESS;
  }

  /** Reports a problem with the key of an entry rather than with what stands behind it. */
  static void report(Value value, String message, String hint) {
    value.document().reading().problem(new Problem(value.place(), value.path(), message, hint));
  }
}
