package dev.jpod.engine;

import dev.jpod.host.FileTree;
import dev.jpod.host.Mounts;
import dev.jpod.host.PinnedNamespace;
import dev.jpod.host.RecordLock;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.Takeover;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;

/** {@link Pods} of a store. */
final class StoredPods implements Pods {
  private final Workshop workshop;
  private final NetworkRoom room;
  private final PodNetworks networks;
  private final PodNamespaces namespaces;
  private final InfraProcess infra;
  private final PodCgroup cgroup;
  private final PodRecords records;
  private final Succession succession;

  StoredPods(Workshop workshop) {
    this.workshop = workshop;
    this.room = workshop.room();
    this.networks = new PodNetworks(workshop);
    this.namespaces = new PodNamespaces(workshop);
    this.infra = new InfraProcess(workshop);
    this.cgroup = new PodCgroup(workshop);
    this.records = new PodRecords(workshop.layout());
    this.succession = new Succession(workshop);
  }

  @Override
  public PodRecord create(PodRequest request) {
    if (!ContainerRecords.isId(request.id())) {
      throw new IllegalArgumentException("'" + request.id() + "' is not a pod id");
    }
    workshop.boot().ensureCurrent();
    PodFiles files = files(request.id());
    PodInstance instance = request.instance();
    cgroup.require(instance);
    try (RecordLock _ = lock(files)) {
      try {
        PodRecord record = networks.begin(blank(request), request);
        writeEtc(record, instance);
        cgroup.keep(files, instance.pod(), Collections.emptySortedMap());
        PodRecord ready = record.in(Phase.READY);
        records.save(ready);
        return ready;
      } catch (RuntimeException | Error e) {
        discard(files);
        throw e;
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, files.folder(), "be made");
    }
  }

  private PodRecord blank(PodRequest request) {
    PodInstance instance = request.instance();
    String from = request.takesOverFrom();
    return new PodRecord(
        request.id(),
        instance.key().podName(),
        instance.key(),
        request.generation(),
        Phase.CREATING,
        workshop.clock().instant(),
        request.applied(),
        Runtimes.find(workshop.programs(), request.runtime()),
        HeldNamespaces.of(instance.pod(), workshop.cgroups()),
        EtcWriter.hostname(instance.pod(), instance.key().replica()),
        List.of(),
        List.of(),
        List.of(),
        null,
        from == null ? null : new Takeover(from, Takeover.Stage.STANDBY));
  }

  private void writeEtc(PodRecord record, PodInstance instance) throws IOException {
    PodFiles files = files(record.id());
    Files.createDirectories(files.files());
    EtcWriter.write(
        EtcPlaces.of(files),
        instance.pod(),
        record.hostname(),
        networks.surroundings(record),
        new Owners(record.ids()));
  }

  @Override
  public Gate beginRaise(String id) {
    workshop.boot().ensureCurrent();
    PodFiles files = files(id);
    PodRecord record = records.require(id);
    try (RecordLock _ = lock(files)) {
      record = records.require(id);
      if (record.phase() != Phase.READY) {
        throw JpodException.refused(
            "pod '" + record.name() + "' is only half there and cannot be raised",
            "apply its stack again, or remove it with 'jpod pod rm'");
      }
      Files.createDirectories(files.run());
      try {
        hold(record, files);
        Files.write(files.raised(), new byte[0]);
        Files.write(files.up(), new byte[0]);
      } catch (RuntimeException | Error e) {
        takeBack(record, files, e);
        throw e;
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, files.run(), "be filled");
    }
    return record.endpoints().isEmpty() ? Gate.OPEN : room.beginConverge();
  }

  private void hold(PodRecord record, PodFiles files) {
    if (record.ids() != null) {
      if (Files.exists(files.up()) && !PinnedNamespace.isAt(files.userNamespace())) {
        networks.unlink(record);
      }
      // That of the network is made in the pod's user namespace.
      namespaces.make(record, files);
    }
    if (record.held().contains(Namespace.NET)) {
      networks.link(record);
    }
    if (record.ids() == null) {
      namespaces.make(record, files);
    }
    cgroup.limit(record, files, Set.of());
    if (HeldNamespaces.needProcess(record.held())
        && !(InfraProcess.lives(files) && PinnedNamespace.isAt(files.namespace(Namespace.PID)))) {
      namespaces.pinPid(record, files, infra.start(record, files));
    }
  }

  /** A pod that was not up before is down again when it cannot be raised. */
  private void takeBack(PodRecord record, PodFiles files, Throwable reason) {
    if (Files.exists(files.up())) {
      return;
    }
    try {
      release(record, files);
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void lower(String id) {
    PodFiles files = files(id);
    workshop.boot().ensureCurrent();
    PodRecord record = records.find(id);
    if (record != null && Files.exists(files.run())) {
      try (RecordLock _ = lock(files)) {
        release(record, files);
        if (Files.exists(files.raised())) {
          Files.writeString(files.raised(), PodFiles.LOWERED);
        }
      } catch (IOException e) {
        throw DiskFailure.of(e, files.run(), "be removed");
      }
      if (!record.endpoints().isEmpty()) {
        room.converge();
      }
    }
  }

  /** Takes away what is the pod's alone; what pods share is for {@link NetworkRoom#converge}. */
  private void release(PodRecord record, PodFiles files) {
    try {
      Files.deleteIfExists(files.up());
      infra.discard(record, files);
      if (record.ids() != null) {
        Passage.clear(workshop.layout(), workshop.user(), files.id());
      }
      workshop.cgroups().destroy(workshop.cgroups().path(files.id()));
      Mounts.detachBelow(files.run());
      FileTree.delete(files.run());
    } catch (IOException e) {
      throw DiskFailure.of(e, files.run(), "be removed");
    }
  }

  @Override
  public PodRecord update(
      String id,
      PodInstance instance,
      SortedMap<String, String> applied,
      KeptAddresses kept,
      Set<String> left) {
    cgroup.require(instance);
    PodRecord revised = networks.revise(id, instance, kept);
    PodFiles files = files(id);
    try (RecordLock _ = lock(files)) {
      writeEtc(revised, instance);
      cgroup.keep(files, instance.pod(), revised.applied());
      if (Files.exists(files.up())) {
        cgroup.limit(revised, files, left);
      }
      return networks.note(id, applied);
    } catch (IOException e) {
      throw DiskFailure.of(e, files.files(), "be written");
    }
  }

  @Override
  public void disown(String id, String stack) {
    try (StoreLock.Hold _ = room.lock()) {
      PodRecord record = records.find(id);
      PodKey owner = record == null ? null : record.owner();
      if (record != null && owner != null && owner.stack().equals(stack)) {
        records.save(record.ownedBy(null));
      }
    }
  }

  @Override
  public void takeOver(String id) {
    succession.takeOver(id);
  }

  @Override
  public Drained drain(String id, Duration longest, BooleanSupplier givenUp) {
    return new ConnectionWatch(workshop).await(records.require(id), longest, givenUp);
  }

  @Override
  public void remove(String id) {
    if (!ContainerRecords.isId(id)) {
      throw new IllegalArgumentException("'" + id + "' is not a pod id");
    }
    PodFiles files = files(id);
    if (!Files.exists(files.folder()) && !Files.exists(files.run())) {
      return;
    }
    workshop.boot().ensureCurrent();
    refuseWithContainers(id);
    PodRecord record;
    try (RecordLock _ = lock(files)) {
      record = records.find(id);
      if (record != null) {
        if (record.phase() != Phase.REMOVING) {
          records.save(record.in(Phase.REMOVING));
        }
        release(record, files);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, files.folder(), "be removed");
    }
    if (record == null || !record.endpoints().isEmpty()) {
      room.converge();
    }
    discard(files);
  }

  private void refuseWithContainers(String id) {
    for (String each : workshop.records().ids()) {
      ContainerRecord container = workshop.records().find(each);
      if (container != null && id.equals(container.pod())) {
        throw JpodException.refused(
            "the pod of container '" + container.name() + "' cannot go before its container",
            "remove the container first, or use 'jpod pod rm --force'");
      }
    }
  }

  /** Removes the folders of a pod that holds nothing; its record goes last. */
  private static void discard(PodFiles files) {
    try {
      Path record = files.folder().resolve("record.json");
      FileTree.delete(files.files());
      FileTree.delete(files.infra());
      Mounts.detachBelow(files.run());
      FileTree.delete(files.run());
      Files.deleteIfExists(record);
      FileTree.delete(files.folder());
    } catch (IOException e) {
      throw DiskFailure.of(e, files.folder(), "be removed");
    }
  }

  private static RecordLock lock(PodFiles files) throws IOException {
    Files.createDirectories(files.folder());
    return RecordLock.exclusive(files.lock());
  }

  private PodFiles files(String id) {
    return new PodFiles(workshop.layout(), id);
  }
}
