package dev.jpod.observed;

/** What the health check of a running container says of it. */
public enum Health {
  /** No probe has succeeded yet, and not enough have failed. */
  STARTING,
  /** The last probes did not fail too often in a row. */
  HEALTHY,
  /** Too many probes in a row have failed. */
  UNHEALTHY;

  /** One word for tables and JSON, as Docker and Podman have it. */
  public String word() {
    return switch (this) {
      case STARTING -> "starting";
      case HEALTHY -> "healthy";
      case UNHEALTHY -> "unhealthy";
    };
  }
}
