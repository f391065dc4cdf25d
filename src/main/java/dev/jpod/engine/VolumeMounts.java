package dev.jpod.engine;

import dev.jpod.model.Container;
import dev.jpod.model.ImageConfig;
import dev.jpod.model.Instance;
import dev.jpod.model.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which volumes a container uses: those of its manifest, and those that its image asks for. */
final class VolumeMounts {
  private VolumeMounts() {}

  /**
   * The instance with a mount for each volume that the image asks for at a path where nothing else
   * is mounted.
   */
  static Instance withVolumesOfImage(Instance instance, ImageConfig image) {
    Set<String> taken = new HashSet<>();
    Container container = instance.container();
    container.mounts().forEach(mount -> taken.add(plain(mount.target())));
    instance.files().forEach(file -> taken.add(plain(file.grant().target())));
    List<Mount> mounts = new ArrayList<>(container.mounts());
    for (String path : new TreeSet<>(image.volumes())) {
      if (path.startsWith("/") && taken.add(plain(path))) {
        mounts.add(new Mount.Volume(null, path, List.of()));
      }
    }
    return instance.withContainer(container.withMounts(mounts));
  }

  /** The name of a volume on the host; one without a name is named after container and target. */
  static String name(String containerId, Mount.Volume volume) {
    String name = volume.name();
    return name == null ? Sha256.hex(containerId + " " + volume.target()) : name;
  }

  static List<Mount.Volume> of(Instance instance) {
    List<Mount.Volume> volumes = new ArrayList<>();
    for (Mount mount : instance.container().mounts()) {
      if (mount instanceof Mount.Volume volume) {
        volumes.add(volume);
      }
    }
    return volumes;
  }

  private static String plain(String target) {
    return Path.of(target).normalize().toString();
  }
}
