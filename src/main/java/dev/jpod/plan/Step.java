package dev.jpod.plan;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * An action with its place in the plan.
 *
 * @param id unique in the plan and the same for the same plan, for example {@code
 *     container/web/0/start}
 * @param after the ids of the steps that must have succeeded before this one begins
 * @param cause why, in a few words
 */
public record Step(String id, Action action, Set<String> after, String cause) {
  public Step {
    after = Collections.unmodifiableSet(new TreeSet<>(after));
  }
}
