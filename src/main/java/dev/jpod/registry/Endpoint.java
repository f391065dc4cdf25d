package dev.jpod.registry;

/**
 * A repository at the place where it is really asked for.
 *
 * @param registry host and, maybe, port, as a configuration or an image's name has it
 * @param repository its name there
 */
record Endpoint(String registry, String repository, Security security) {
  static final String DOCKER_HUB = "docker.io";

  /** How a person calls it. */
  String name() {
    return registry + "/" + repository;
  }

  /** The host and port that are connected to. */
  static String authority(String registry) {
    return registry.equals(DOCKER_HUB) || registry.equals("index.docker.io")
        ? "registry-1.docker.io"
        : registry;
  }

  /** The host without its port. */
  static String host(String registry) {
    int colon = registry.lastIndexOf(':');
    return colon > registry.lastIndexOf(']') ? registry.substring(0, colon) : registry;
  }
}
