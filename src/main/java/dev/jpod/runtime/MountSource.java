package dev.jpod.runtime;

import java.util.List;

/**
 * The host's side of a bind mount.
 *
 * @param path absolute and canonical: no symbolic link in it
 * @param inherited which of {@code nosuid}, {@code nodev} and {@code noexec} the file system of the
 *     source is mounted with; they are kept
 */
public record MountSource(String path, List<String> inherited) {
  public MountSource {
    inherited = List.copyOf(inherited);
  }

  /** A source on a file system without restrictions. */
  public static MountSource of(String path) {
    return new MountSource(path, List.of());
  }
}
