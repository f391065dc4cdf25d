package dev.jpod.podman;

import java.nio.file.Path;

/**
 * Which store is meant.
 *
 * @param root the folder with all of it, which Podman calls the graph root
 */
public record StoragePlace(Driver driver, Path root) {
  public StoragePlace {
    root = root.toAbsolutePath().normalize();
  }

  /** The driver's folder of that kind: {@code images} or {@code layers}. */
  Path records(String kind) {
    return root.resolve(driver.word() + "-" + kind);
  }

  /** Where the driver keeps the layers' files. */
  Path home() {
    return root.resolve(driver.word());
  }

  /** As containers-transports(5) writes it. */
  @Override
  public String toString() {
    return "[" + driver.word() + "@" + root + "]";
  }
}
