package dev.jpod.image;

/** How much a removal may take away. */
public enum RemovalMode {
  /** Refuse when a container uses the image, or when an id has more than one name. */
  ONLY_IF_UNUSED,
  /**
   * Take all its names away. The content of an image that containers use stays, as an image without
   * a name, because their file systems stand on it.
   */
  FORCED
}
