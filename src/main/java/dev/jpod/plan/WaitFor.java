package dev.jpod.plan;

/** What a run waits for once it has started containers, beyond what others depend on. */
public enum WaitFor {
  /** That they run. */
  STARTED,
  /** That those with a health check are healthy. */
  HEALTHY,
  /** That, and that those which run to their end have done so. */
  COMPLETED
}
