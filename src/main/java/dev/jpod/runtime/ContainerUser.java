package dev.jpod.runtime;

import java.util.List;

/**
 * Who a container's first process runs as.
 *
 * @param additionalGids in ascending order, without repetition
 * @param home an absolute path in the container
 */
public record ContainerUser(long uid, long gid, List<Long> additionalGids, String home) {
  /** Root of an image without a user database. */
  public static final ContainerUser ROOT = new ContainerUser(0, 0, List.of(), "/root");

  public ContainerUser {
    additionalGids = List.copyOf(additionalGids);
  }
}
