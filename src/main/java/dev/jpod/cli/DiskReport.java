package dev.jpod.cli;

import dev.jpod.engine.Engine;
import dev.jpod.host.DiskUsage;
import dev.jpod.image.StoreUsage;
import dev.jpod.image.StoreUsage.Necessity;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.store.NetworkRecord;
import dev.jpod.store.VolumeRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a store takes on the disk, kind by kind and thing by thing. */
record DiskReport(
    StoreUsage images, List<OfContainer> containers, List<OfVolume> volumes, Kind networks) {
  /** How many there are of a kind, how many are in use, and what could be freed. */
  record Kind(String name, int total, int active, long size, long reclaimable) {}

  /** What a container has written, its log included. */
  record OfContainer(ObservedContainer container, long size) {
    boolean isActive() {
      return container.status().isAlive();
    }

    /** Whether nobody starts it again. */
    boolean isReclaimable() {
      return container.owner() == null && container.status() instanceof ContainerStatus.Exited;
    }
  }

  /** The data of a volume. */
  record OfVolume(String name, long size, Use use) {}

  /** Whether a container uses a volume. */
  enum Use {
    USED,
    UNUSED
  }

  static DiskReport of(Wiring wiring) {
    Engine engine = wiring.engine();
    List<OfContainer> containers = new ArrayList<>();
    for (ObservedContainer container : engine.observer().observeContainers()) {
      containers.add(new OfContainer(container, size(wiring.layout().container(container.id()))));
    }
    Set<String> unused = new HashSet<>(engine.volumes().unused());
    List<OfVolume> volumes = new ArrayList<>();
    for (VolumeRecord volume : engine.volumes().list()) {
      String name = volume.name();
      Use use = unused.contains(name) ? Use.UNUSED : Use.USED;
      volumes.add(new OfVolume(name, size(wiring.layout().volume(name)), use));
    }
    return new DiskReport(
        wiring.images().usage(wiring.neededImages(), ImagePruning.givenUp()),
        containers,
        volumes,
        networks(wiring));
  }

  private static Kind networks(Wiring wiring) {
    AttachedPods attached = AttachedPods.of(wiring.layout());
    int total = 0;
    int active = 0;
    for (NetworkRecord network : wiring.engine().networks().list()) {
      total++;
      active += attached.to(network.name()).isEmpty() ? 0 : 1;
    }
    return new Kind("networks", total, active, 0, 0);
  }

  private static long size(Path folder) {
    try {
      return DiskUsage.of(folder);
    } catch (IOException e) {
      throw JpodException.failed(
          "cannot find out how large '" + folder + "' is: " + e.getMessage(),
          "check the permissions of the store");
    }
  }

  /** The kinds in the order in which they are shown. */
  List<Kind> kinds() {
    int usedImages = 0;
    for (StoreUsage.OfImage image : images.images()) {
      usedImages += image.necessity() == Necessity.USED_BY_CONTAINER ? 1 : 0;
    }
    int alive = 0;
    long written = 0;
    long ended = 0;
    for (OfContainer container : containers) {
      alive += container.isActive() ? 1 : 0;
      written += container.size();
      ended += container.isReclaimable() ? container.size() : 0;
    }
    int usedVolumes = 0;
    long data = 0;
    long unusedData = 0;
    for (OfVolume volume : volumes) {
      usedVolumes += volume.use() == Use.USED ? 1 : 0;
      data += volume.size();
      unusedData += volume.use() == Use.UNUSED ? volume.size() : 0;
    }
    return List.of(
        new Kind(
            "images",
            images.images().size(),
            usedImages,
            images.total() + images.unfinished(),
            images.reclaimable()),
        new Kind("containers", containers.size(), alive, written, ended),
        new Kind("volumes", volumes.size(), usedVolumes, data, unusedData),
        networks);
  }
}
