package dev.jpod.runtime;

import java.util.Comparator;

/** The first two numbers of a Linux release, which is how features are dated. */
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
  private static final Comparator<KernelVersion> ORDER =
      Comparator.comparingInt(KernelVersion::major).thenComparingInt(KernelVersion::minor);

  /**
   * Reads the release as the kernel writes it, for example {@code 6.1.0-18-amd64}, or a plain
   * {@code 4.8}.
   *
   * @throws IllegalArgumentException when it does not start with two numbers
   */
  public static KernelVersion parse(String release) {
    int dot = release.indexOf('.');
    int end = dot + 1;
    while (end < release.length() && Character.isDigit(release.charAt(end))) {
      end++;
    }
    if (dot < 1 || end == dot + 1) {
      throw new IllegalArgumentException("'" + release + "' is not a kernel release");
    }
    return new KernelVersion(
        Integer.parseInt(release.substring(0, dot)),
        Integer.parseInt(release.substring(dot + 1, end)));
  }

  /** Whether this kernel is the other one or a later one. */
  public boolean isAtLeast(KernelVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(KernelVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
