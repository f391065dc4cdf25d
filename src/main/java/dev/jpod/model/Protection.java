package dev.jpod.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * That a pod, a volume or a network must not be removed before somebody has said that it may. It is
 * a label, so that it is kept wherever labels are: in what was applied, when the stack file has
 * forgotten what it stood for.
 */
public final class Protection {
  /** The label; only the value {@code true} counts. */
  public static final String LABEL = "jpod.dev/protect";

  /** The field of the stack file that stands for the label. */
  public static final String FIELD = "protect";

  private static final String APPLIED = "labels." + LABEL;
  private static final String ON = "true";

  private Protection() {}

  /** The labels, and the protection where it is wanted. */
  public static Map<String, String> added(Map<String, String> labels) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(LABEL, ON);
    return more;
  }

  /** Whether the labels protect what has them. */
  public static boolean isAmong(Map<String, String> labels) {
    return ON.equals(labels.get(LABEL));
  }

  /** Whether fields that were applied, path to canonical value, protect what has them. */
  public static boolean isApplied(Map<String, String> fields) {
    return ON.equals(fields.get(APPLIED));
  }

  /** Where the stack file says what stands at a canonical path. */
  public static String inStackFile(String canonical) {
    return canonical.equals(APPLIED) ? FIELD : canonical;
  }
}
