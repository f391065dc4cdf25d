package dev.jpod.runtime;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done with some system calls, and when.
 *
 * @param names as libseccomp knows them; a name that the host's does not know is passed over
 * @param errno what a call that fails returns; null for the runtime's default
 * @param conditions all of them have to hold for the arguments of a call
 * @param with the rule holds for a container that has all of these capabilities
 * @param without and none of these
 * @param since and on this kernel or a later one
 */
record SeccompRule(
    List<String> names,
    String action,
    @Nullable Integer errno,
    List<Condition> conditions,
    Set<String> with,
    Set<String> without,
    Set<String> architectures,
    Set<String> otherArchitectures,
    @Nullable KernelVersion since) {
  SeccompRule {
    names = List.copyOf(names);
    conditions = List.copyOf(conditions);
    with = Set.copyOf(with);
    without = Set.copyOf(without);
    architectures = Set.copyOf(architectures);
    otherArchitectures = Set.copyOf(otherArchitectures);
  }

  /**
   * A comparison of an argument.
   *
   * @param index of the argument, from 0
   * @param operator as OCI names it, for example {@code SCMP_CMP_EQ}
   * @param valueTwo what a masked argument is compared with, otherwise 0
   */
  record Condition(int index, String operator, long value, long valueTwo) {}

  /** Whether the rule is part of the filter of such a container. */
  boolean holdsFor(SeccompTarget target) {
    return target.capabilities().containsAll(with)
        && without.stream().noneMatch(target.capabilities()::contains)
        && (architectures.isEmpty() || architectures.contains(target.architecture()))
        && !otherArchitectures.contains(target.architecture())
        && (since == null || target.kernel().isAtLeast(since));
  }
}
