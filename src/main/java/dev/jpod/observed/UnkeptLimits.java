package dev.jpod.observed;

import dev.jpod.model.Limit;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The limits, among those that were asked about, that nobody on the host would keep.
 *
 * @param handling what comes of a stack that asks for one
 * @param causes by limit; none for those that are kept
 * @param devices whether containers are kept to the accesses to devices that they are allowed
 */
public record UnkeptLimits(Handling handling, Map<Limit, Cause> causes, DeviceAccess devices) {
  /** All limits are kept. */
  public static final UnkeptLimits NONE =
      new UnkeptLimits(Handling.REFUSE, Map.of(), DeviceAccess.RESTRICTED);

  /** The setting by which they are left out. */
  public static final String IGNORED_BY = "JPOD_UNAVAILABLE_LIMITS=ignore";

  /** What comes of limits that nobody keeps. */
  public enum Handling {
    /** Nothing of the stack is touched. */
    REFUSE,
    /** The stack is applied without them, and with a warning. */
    IGNORE
  }

  /** What becomes of the permissions of a device. */
  public enum DeviceAccess {
    /** The kernel keeps a container to them. */
    RESTRICTED,
    /** Only the rights of the device's file hold. */
    OPEN
  }

  /**
   * Why nobody keeps a limit.
   *
   * @param reason the end of a sentence
   * @param hint what would make the host keep it
   */
  public record Cause(String reason, String hint) {}

  public UnkeptLimits {
    causes = Collections.unmodifiableMap(new TreeMap<>(causes));
  }

  /** Whether these stand in the way of what asks for them. */
  public boolean refuses() {
    return handling == Handling.REFUSE && !causes.isEmpty();
  }

  /** Those that are left out of what is made. */
  public Set<Limit> ignored() {
    return handling == Handling.IGNORE ? causes.keySet() : Set.of();
  }
}
