package dev.jpod.model;

import java.util.Map;

/**
 * What is done about fields of a pod and its containers that others changed on the host.
 *
 * @param byDefault for every field that is not named
 * @param fields by path as the stack file writes it, such as {@code resources.memory}; {@code
 *     networks} stands for every network that has no rule of its own
 */
public record DriftRules(Reaction byDefault, Map<String, Reaction> fields) {
  public DriftRules {
    fields = Ordered.copyOf(fields);
  }

  /** The rule for a field: its own, else that of the map that it is an entry of. */
  public Reaction of(String path) {
    String prefix = path;
    while (true) {
      Reaction own = fields.get(prefix);
      if (own != null) {
        return own;
      }
      int dot = prefix.lastIndexOf('.');
      if (dot < 0) {
        return byDefault;
      }
      prefix = prefix.substring(0, dot);
    }
  }

  /** What is done about one field. */
  public enum Reaction {
    /** It is given its wanted value. */
    REPAIR,
    /** It is shown and left. */
    REPORT,
    /** It is left. */
    IGNORE
  }
}
