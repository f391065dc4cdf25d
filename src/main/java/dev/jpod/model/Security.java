package dev.jpod.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a container may do.
 *
 * @param capabilitiesAdded names with {@code CAP_} in front, or {@code ALL}
 * @param capabilitiesDropped likewise
 */
public record Security(
    Set<String> capabilitiesAdded,
    Set<String> capabilitiesDropped,
    boolean privileged,
    boolean readOnlyRoot,
    boolean noNewPrivileges,
    Seccomp seccomp,
    Map<String, String> sysctls,
    List<Device> devices) {
  /** The engine's defaults. */
  public static final Security DEFAULT =
      new Security(
          Set.of(), Set.of(), false, false, false, new Seccomp.Default(), Map.of(), List.of());

  public Security {
    capabilitiesAdded = Ordered.copyOf(capabilitiesAdded);
    capabilitiesDropped = Ordered.copyOf(capabilitiesDropped);
    sysctls = Ordered.copyOf(sysctls);
    devices = List.copyOf(devices);
  }

  /** Which system calls are let through. */
  public sealed interface Seccomp {
    /** The engine's own profile. */
    record Default() implements Seccomp {}

    /** All of them. */
    record Unconfined() implements Seccomp {}

    /** A profile file of the host, in Docker's or in the OCI's form. */
    record Profile(String path) implements Seccomp {}
  }

  /**
   * A device of the host.
   *
   * @param permissions any of {@code r}, {@code w} and {@code m}, in that order
   */
  public record Device(String source, String target, String permissions) {}
}
