package dev.jpod.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the files and folders of a container's bind mounts are on the host.
 *
 * @param byTarget for each bind mount, volume, config and secret of the instance: its path in the
 *     container, as the manifest has it, to its place on the host
 * @param hosts the file that becomes /etc/hosts
 * @param resolvConf the file that becomes /etc/resolv.conf
 * @param hostname the file that becomes /etc/hostname
 * @param sharedMemory the pod's file system for /dev/shm, or null for one of its own
 * @param init the host's catatonit, or null where there is none
 */
public record MountSources(
    Map<String, MountSource> byTarget,
    String hosts,
    String resolvConf,
    String hostname,
    @Nullable String sharedMemory,
    @Nullable String init) {
  public MountSources {
    byTarget = Map.copyOf(byTarget);
  }
}
