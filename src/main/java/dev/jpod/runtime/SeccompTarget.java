package dev.jpod.runtime;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a seccomp profile is resolved for. Equal targets have equal filters, so a target can key a
 * cache.
 *
 * @param capabilities those of the container's bounding set, with {@code CAP_} in front
 * @param architecture as OCI images name it, for example {@code amd64}
 */
public record SeccompTarget(Set<String> capabilities, String architecture, KernelVersion kernel) {
  public SeccompTarget {
    capabilities = Collections.unmodifiableSet(new TreeSet<>(capabilities));
  }

  /** The target of a container with these capabilities on this host. */
  public static SeccompTarget of(Set<String> capabilities, HostFacts host) {
    return new SeccompTarget(capabilities, host.architecture(), host.kernel());
  }

  /** A text that is the same for equal targets, in every run of every version. */
  public String key() {
    return architecture + " " + kernel + " " + String.join(",", capabilities);
  }
}
