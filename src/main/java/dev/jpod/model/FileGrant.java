package dev.jpod.model;

import org.jspecify.annotations.Nullable;

/**
 * A config or secret of the stack that a container sees as a file.
 *
 * @param source the name of the config or secret
 * @param target the absolute path in the container
 * @param mode permission bits
 * @param onChange null for what the config or secret itself says
 */
public record FileGrant(
    String source, String target, int mode, int uid, int gid, @Nullable OnChange onChange) {
  /** The same grant, with what the config or secret says where the grant says nothing. */
  public FileGrant orElse(OnChange otherwise) {
    return onChange == null ? new FileGrant(source, target, mode, uid, gid, otherwise) : this;
  }

  /** What happens when the content changes. */
  public OnChange reaction() {
    return onChange == null ? OnChange.RESTART : onChange;
  }
}
