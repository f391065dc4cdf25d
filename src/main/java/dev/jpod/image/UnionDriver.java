package dev.jpod.image;

import org.jspecify.annotations.Nullable;

/** How the layers of an image, and the folder for what changes, become one root file system. */
public enum UnionDriver {
  /** The kernel's overlayfs with marks that only root of the host may set. */
  OVERLAY("overlay", "overlay", ""),
  /** The kernel's overlayfs in a user namespace, since Linux 5.11. */
  USER_OVERLAY("overlay-userxattr", "overlay", ",userxattr"),
  /** A program that serves the files. */
  FUSE_OVERLAYFS("fuse-overlayfs", "fuse-overlayfs", ""),
  /** A copy of all files for each container. */
  COPY("copy", "copy", "");

  private final String word;
  private final String program;
  private final String options;

  UnionDriver(String word, String program, String options) {
    this.word = word;
    this.program = program;
    this.options = options;
  }

  /** As people and settings call it. */
  public String word() {
    return word;
  }

  /** What a container's program is told: the type of a file system, a program, or {@code copy}. */
  public String program() {
    return program;
  }

  /** What its mount options end with. */
  public String options() {
    return options;
  }

  /** The one that is called so, or null. */
  public static @Nullable UnionDriver called(String word) {
    for (UnionDriver driver : values()) {
      if (driver.word.equals(word)) {
        return driver;
      }
    }
    return null;
  }
}
