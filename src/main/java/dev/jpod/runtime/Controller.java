package dev.jpod.runtime;

/** A controller of the kernel's control groups, without which there are no limits of its kind. */
public enum Controller {
  CPU("cpu"),
  CPUSET("cpuset"),
  IO("io"),
  MEMORY("memory"),
  PIDS("pids");

  private final String word;

  Controller(String word) {
    this.word = word;
  }

  /** What the kernel calls it. */
  public String name(CgroupVersion version) {
    return switch (version) {
      case V1 -> this == IO ? "blkio" : word;
      case V2 -> word;
    };
  }
}
