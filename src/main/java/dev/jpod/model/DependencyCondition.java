package dev.jpod.model;

/** What a dependency must have reached before its dependant starts. */
public enum DependencyCondition {
  /** The process runs. */
  STARTED,
  /** The health check passes. */
  HEALTHY,
  /** The process ended with exit code 0. */
  COMPLETED
}
