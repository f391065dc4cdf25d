package dev.jpod.cli;

/** The commands that belong together: shown together, failing by the same codes. */
enum Group {
  STACKS("Stacks"),
  CONTAINERS("Containers"),
  PODS("Pods"),
  NETWORKS("Networks"),
  IMAGES("Images"),
  REGISTRIES("Registries"),
  VOLUMES("Volumes"),
  HOST("This host");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /**
   * The code for a failure of one of its commands. Those of containers and pods answer 125, as
   * container tools do, so that the code of what runs in the container is never mistaken for jpod's
   * own.
   */
  ExitCode codeOf(ExitCode failure) {
    return (this == CONTAINERS || this == PODS) && failure != ExitCode.BROKEN_PIPE
        ? ExitCode.ENGINE
        : failure;
  }
}
