package dev.jpod.engine;

import dev.jpod.host.FileTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.model.Names;
import dev.jpod.model.Protection;
import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.ForeignName;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.StoreLayout;
import dev.jpod.store.VolumeRecord;
import dev.jpod.store.VolumeRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Volumes} as folders of a store. */
final class StoredVolumes implements Volumes {
  private final StoreLayout layout;
  private final VolumeRecords records;
  private final ContainerRecords containers;
  private final Clock clock;
  private final StoreLock lock;

  StoredVolumes(StoreLayout layout, Clock clock) {
    this.layout = layout;
    this.records = new VolumeRecords(layout);
    this.containers = new ContainerRecords(layout);
    this.clock = clock;
    this.lock = new StoreLock(layout, "volumes.lock");
  }

  @Override
  public List<VolumeRecord> list() {
    List<VolumeRecord> volumes = new ArrayList<>();
    for (String name : records.names()) {
      VolumeRecord record = records.find(name);
      if (record != null) {
        volumes.add(record);
      }
    }
    return volumes;
  }

  @Override
  public VolumeRecord inspect(String name) {
    return records.require(name);
  }

  @Override
  public VolumeRecord create(String name, @Nullable String stack, Map<String, String> labels) {
    String problem = Names.problemWithResourceName(name);
    if (problem != null) {
      throw new JpodException(
          Failure.USAGE, "'" + name + "' cannot be the name of a volume", problem);
    }
    return create(name, stack, null, labels);
  }

  /** Makes the volume that belongs to one container. Idempotent. */
  VolumeRecord createOwn(String name, String container) {
    return create(name, null, container, Map.of());
  }

  private VolumeRecord create(
      String name, @Nullable String stack, @Nullable String container, Map<String, String> labels) {
    VolumeRecord existing = records.find(name);
    if (existing != null) {
      return existing;
    }
    return container == null ? makeAlone(name, stack, labels) : make(name, null, container, labels);
  }

  /** One of all those who want a volume of a name makes it. */
  private VolumeRecord makeAlone(String name, @Nullable String stack, Map<String, String> labels) {
    try (StoreLock.Hold _ = lock.take()) {
      VolumeRecord existing = records.find(name);
      return existing == null ? make(name, stack, null, labels) : existing;
    }
  }

  private VolumeRecord make(
      String name, @Nullable String stack, @Nullable String container, Map<String, String> labels) {
    try {
      Files.createDirectories(layout.volume(name).resolve("data"));
    } catch (IOException e) {
      throw DiskFailure.of(e, layout.volume(name), "be made");
    }
    Instant now = clock.instant();
    VolumeRecord record = new VolumeRecord(name, stack, container, now, labels);
    records.save(record);
    return record;
  }

  @Override
  public VolumeRecord relabel(String name, String stack, VolumeSpec spec) {
    try (StoreLock.Hold _ = lock.take()) {
      VolumeRecord old = records.require(name);
      if (old.container() != null || (old.stack() != null && !old.stack().equals(stack))) {
        throw ForeignName.ofVolume(name, old.stack());
      }
      VolumeRecord record = new VolumeRecord(name, stack, null, old.created(), spec.labels());
      records.save(record);
      return record;
    }
  }

  @Override
  public void disown(String name, String stack, Map<String, String> before) {
    try (StoreLock.Hold _ = lock.take()) {
      VolumeRecord old = records.find(name);
      if (old != null && stack.equals(old.stack())) {
        records.save(new VolumeRecord(name, null, old.container(), old.created(), before));
      }
    }
  }

  @Override
  public void remove(String name) {
    VolumeRecord volume = records.find(name);
    if (volume != null && Protection.isAmong(volume.labels())) {
      throw JpodException.refused(
          "the volume '" + name + "' is protected",
          "if its data may go, apply its stack with 'protect: false' first");
    }
    for (String id : containers.ids()) {
      ContainerRecord container = containers.find(id);
      if (container != null && container.volumes().contains(name)) {
        throw JpodException.refused(
            "the volume '" + name + "' is used by container '" + container.name() + "'",
            "remove the container first");
      }
    }
    delete(name);
  }

  /**
   * Removes a volume whoever uses it. Idempotent. It is gone in one step, so that a crash never
   * leaves a volume with a part of its data; what a crash leaves goes when this is called again.
   */
  void delete(String name) {
    if (Names.problemWithResourceName(name) != null) {
      return;
    }
    Path folder = layout.volume(name);
    Path dead = folder.resolveSibling(".removed-" + name);
    try {
      FileTree.delete(dead);
      if (Files.exists(folder)) {
        Files.move(folder, dead, StandardCopyOption.ATOMIC_MOVE);
        FileTree.delete(dead);
      }
    } catch (NoSuchFileException e) {
      // Somebody else removes it at the same time.
      return;
    } catch (IOException e) {
      throw DiskFailure.of(e, folder, "be removed");
    }
  }

  /** Removes the volumes that were made for one container. Idempotent. */
  void deleteOwnOf(String container) {
    for (VolumeRecord volume : list()) {
      if (container.equals(volume.container())) {
        delete(volume.name());
      }
    }
  }

  @Override
  public List<String> unused() {
    Set<String> used = new HashSet<>();
    for (String id : containers.ids()) {
      ContainerRecord container = containers.find(id);
      if (container != null) {
        used.addAll(container.volumes());
      }
    }
    List<String> unused = new ArrayList<>(records.names());
    unused.removeAll(used);
    for (VolumeRecord volume : list()) {
      if (Protection.isAmong(volume.labels())) {
        unused.remove(volume.name());
      }
    }
    return unused;
  }

  @Override
  public List<String> prune() {
    List<String> removed = unused();
    removed.forEach(this::delete);
    return removed;
  }

  /** The folder whose content a container sees. */
  Path data(String name) {
    return layout.volume(name).resolve("data");
  }
}
