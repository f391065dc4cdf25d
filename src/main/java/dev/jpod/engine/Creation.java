package dev.jpod.engine;

import dev.jpod.engine.EtcWriter.Surroundings;
import dev.jpod.host.HostUser;
import dev.jpod.host.IdMap;
import dev.jpod.host.Programs;
import dev.jpod.image.FlatImage;
import dev.jpod.image.ImageRoot;
import dev.jpod.image.UnionDriver;
import dev.jpod.model.Container;
import dev.jpod.model.Container.Logging;
import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.IdMappings;
import dev.jpod.model.ImageConfig;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Mount;
import dev.jpod.model.Pod;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.ProcessSpec;
import dev.jpod.model.UserNamespaceMode;
import dev.jpod.runtime.BundleRequest;
import dev.jpod.runtime.BundleWriter;
import dev.jpod.runtime.ContainerUser;
import dev.jpod.runtime.ContainerUserResolver;
import dev.jpod.runtime.HostDevice;
import dev.jpod.runtime.HostFacts;
import dev.jpod.runtime.MountSources;
import dev.jpod.runtime.UserNamespace;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.ShiftedNotes;
import dev.jpod.store.StoreLayout;
import dev.jpod.store.VolumeIds;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes containers, up to but without their start. */
final class Creation {
  private static final String DEFAULT_STOP_SIGNAL = "SIGTERM";

  private final StoreLayout layout;
  private final RootImages images;
  private final StoredVolumes volumes;
  private final VolumeContents volumeContents;
  private final GrantedFiles grantedFiles;
  private final SecretFolder memory;
  private final BindSources bindSources;
  private final Cgroups cgroups;
  private final HostReading host;
  private final KeptLimits limits;
  private final LaunchFiles launchFiles;
  private final Programs programs;
  private final ContainerRecords records;
  private final Removal removal;
  private final HostUser user;
  private final Clock clock;
  private final SeccompFilters filters = new SeccompFilters();

  Creation(Workshop workshop, Removal removal) {
    this.layout = workshop.layout();
    this.images = workshop.images();
    this.volumes = workshop.volumes();
    this.volumeContents =
        new VolumeContents(workshop.programs(), workshop.runner(), new VolumeIds(layout));
    this.grantedFiles = workshop.grantedFiles();
    this.memory = workshop.secretFolder();
    this.bindSources = new BindSources(workshop.programs());
    this.cgroups = workshop.cgroups();
    this.host = workshop.host();
    this.limits = workshop.limits();
    this.launchFiles = workshop.launchFiles();
    this.programs = workshop.programs();
    this.records = workshop.records();
    this.removal = removal;
    this.user = workshop.user();
    this.clock = workshop.clock();
  }

  ContainerRecord create(ContainerRequest request) {
    if (!ContainerRecords.isId(request.id())) {
      throw new IllegalArgumentException("'" + request.id() + "' is not a container id");
    }
    ContainerFiles files = new ContainerFiles(layout, request.id());
    try (RootImages.Hold _ = images.hold()) {
      Owners owners = Owners.of(layout, request.instance().pod(), request.pod());
      Digest id = request.instance().image();
      ImageRoot image =
          owners.ids() == null ? images.require(id) : images.require(id, owners.ids());
      Instance instance =
          VolumeMounts.withVolumesOfImage(limits.of(request.instance()), image.config());
      return create(files, record(request, instance, image.config()), instance, image, owners);
    }
  }

  private ContainerRecord create(
      ContainerFiles files,
      ContainerRecord record,
      Instance instance,
      ImageRoot image,
      Owners owners) {
    try (CreationLock _ = CreationLock.take(files)) {
      makeFolder(files);
      try {
        records.begin(record);
        furnish(files, record, instance, image, owners);
        ContainerRecord ready = record.in(Phase.READY);
        records.save(ready);
        return ready;
      } catch (RuntimeException | Error e) {
        takeBack(record, e);
        throw e;
      }
    }
  }

  private void takeBack(ContainerRecord record, Throwable reason) {
    try {
      removal.discard(record.id(), record);
    } catch (RuntimeException e) {
      // The first failure is the one to tell; its leftovers are found by the record's phase.
      reason.addSuppressed(e);
    }
  }

  private static void makeFolder(ContainerFiles files) {
    try {
      Files.createDirectories(files.layout().containers());
      Files.createDirectory(files.bundle());
    } catch (FileAlreadyExistsException e) {
      throw JpodException.refused(
          "there is a container '" + files.id() + "' already", "use another id, or remove it");
    } catch (IOException e) {
      ContainerLock.clearAwayIfGone(files);
      throw DiskFailure.of(e, files.bundle(), "be made");
    }
  }

  private ContainerRecord record(ContainerRequest request, Instance instance, ImageConfig image) {
    InstanceKey key = instance.key();
    Lifecycle lifecycle = instance.container().lifecycle();
    Duration timeout = lifecycle.stopTimeout();
    List<String> used = new ArrayList<>();
    List<String> own = new ArrayList<>();
    for (Mount.Volume volume : VolumeMounts.of(instance)) {
      String name = VolumeMounts.name(request.id(), volume);
      used.add(name);
      if (volume.name() == null) {
        own.add(name);
      }
    }
    Logging logging = instance.container().logging();
    return new ContainerRecord(
        request.id(),
        key.containerName(),
        key,
        request.pod(),
        cgroup(request),
        request.generation(),
        Phase.CREATING,
        instance.image(),
        instance.container().image().toString(),
        clock.instant(),
        request.applied(),
        Runtimes.find(programs, request.runtime()),
        stopSignal(lifecycle, image),
        timeout == null ? Lifecycle.DEFAULT_STOP_TIMEOUT : timeout,
        lifecycle.restart(),
        logging,
        used,
        own);
  }

  /** The signal that stops a container: the manifest's, the image's or SIGTERM; checked. */
  static String stopSignal(Lifecycle lifecycle, @Nullable ImageConfig image) {
    String signal = lifecycle.stopSignal();
    if (signal == null && image != null) {
      signal = image.stopSignal();
    }
    String chosen = signal == null || signal.isBlank() ? DEFAULT_STOP_SIGNAL : signal;
    Signals.number(chosen);
    return chosen;
  }

  /**
   * The health check that counts: the manifest's or the image's. One that runs to its end before
   * others start has none.
   *
   * @param image null where it need not be asked
   */
  static @Nullable HealthCheck check(Container container, @Nullable ImageConfig image) {
    return switch (container.role()) {
      case MAIN ->
          HealthCheck.effective(
              container.healthCheck(), image == null ? null : image.healthCheck());
      case INIT -> null;
    };
  }

  /** A container that has company is limited together with it. */
  private String cgroup(ContainerRequest request) {
    String pod = request.pod();
    boolean alone = request.instance().pod().containers().size() == 1;
    if (pod == null || alone) {
      return cgroups.path(request.id());
    }
    String shared = cgroups.path(pod);
    return shared.isEmpty() ? Cgroups.NONE : shared + "/" + request.id();
  }

  private void furnish(
      ContainerFiles files,
      ContainerRecord record,
      Instance instance,
      ImageRoot image,
      Owners owners) {
    try {
      for (Path folder : List.of(files.upper(), files.work(), files.merged(), files.persist())) {
        Files.createDirectory(folder);
      }
      if (image.shifted() != null) {
        new ShiftedNotes(layout).put(files.id(), image.shifted());
      }
      owners.giveToRoot(files.upper());
      if (image.driver() == UnionDriver.COPY) {
        FlatImage.copy(image, files.merged());
      }
      Files.createDirectories(files.exitFolder());
      new LogFiles(files.log()).make(record.logging().files());
      grantedFiles.write(files, instance, owners);
      if (record.pod() == null) {
        EtcWriter.write(
            EtcPlaces.of(files),
            instance.pod(),
            hostname(instance),
            Surroundings.NONE,
            Owners.SAME);
      }
      Map<String, Path> volumeData = prepareVolumes(files, instance, image, owners);
      Passage passage =
          owners.ids() == null ? null : Passage.of(layout, user, files.id(), owners.ids());
      Path root = passage == null ? files.merged() : passage.root();
      ObjectNode config = config(record, files, instance, image, volumeData, owners, root);
      Bundle.create(files, config, instance, memory);
      launchFiles.write(
          files,
          record,
          image,
          passage,
          instance.container().process(),
          check(instance.container(), image.config()));
    } catch (IOException e) {
      throw DiskFailure.of(e, files.bundle(), "be filled");
    }
  }

  private Map<String, Path> prepareVolumes(
      ContainerFiles files, Instance instance, ImageRoot image, Owners owners) {
    Map<String, Path> data = new HashMap<>();
    for (Mount.Volume volume : VolumeMounts.of(instance)) {
      String name = VolumeMounts.name(files.id(), volume);
      if (volume.name() == null) {
        volumes.createOwn(name, files.id());
      } else {
        volumes.create(name, instance.key().stack(), Map.of());
      }
      volumeContents.fill(layout.volume(name), volume.target(), image, files, owners);
      data.put(volume.target(), volumes.data(name));
    }
    return data;
  }

  private ObjectNode config(
      ContainerRecord record,
      ContainerFiles files,
      Instance instance,
      ImageRoot image,
      Map<String, Path> volumeData,
      Owners owners,
      Path root)
      throws IOException {
    IdMappings ids = owners.ids();
    HostFacts facts = ids == null ? host.facts() : host.facts().within(ids);
    var security = instance.container().security();
    ImageView view = new ImageView(image.layers());
    ContainerUserResolver users =
        new ContainerUserResolver(
            view.text("/etc/passwd"),
            view.text("/etc/group"),
            ids == null ? facts.ids() : IdMap.ALL);
    ContainerUser user = user(users, instance, image, owners);
    List<HostDevice> devices =
        security.privileged() ? host.allDevices() : host.devices(security.devices());
    return BundleWriter.config(
        new BundleRequest(
            files.id(),
            instance,
            image.config(),
            hostname(instance),
            user,
            sources(record, files, instance, volumeData),
            root.toString(),
            record.cgroup(),
            devices,
            host.throttledDevices(instance.container().resources().blkioThrottles()),
            joined(record, instance.pod()),
            ids == null ? null : new UserNamespace(userNamespace(record), ids),
            filters.of(security, facts),
            facts));
  }

  /** Whom the pod sees as the one whose id it keeps, that is who runs there unless it says. */
  private static ContainerUser user(
      ContainerUserResolver users, Instance instance, ImageRoot image, Owners owners) {
    ProcessSpec process = instance.container().process();
    String name = process.user();
    if (name == null) {
      name =
          instance.pod().userns() instanceof UserNamespaceMode.KeepId
              ? owners.called(0)
              : image.config().user();
    }
    ContainerUser user = users.resolve(name, process.groups());
    owners.user(user.uid());
    owners.group(user.gid());
    user.additionalGids().forEach(owners::group);
    return user;
  }

  private String userNamespace(ContainerRecord record) {
    return new PodFiles(layout, Objects.requireNonNull(record.pod())).userNamespace().toString();
  }

  private MountSources sources(
      ContainerRecord record,
      ContainerFiles files,
      Instance instance,
      Map<String, Path> volumeData) {
    String pod = record.pod();
    if (pod == null) {
      return bindSources.find(files, instance, EtcPlaces.of(files), null, volumeData);
    }
    PodFiles shared = new PodFiles(layout, pod);
    boolean sharesMemory = HeldNamespaces.of(instance.pod(), cgroups).contains(Namespace.IPC);
    return bindSources.find(
        files,
        instance,
        EtcPlaces.of(shared),
        sharesMemory ? shared.sharedMemory() : null,
        volumeData);
  }

  private Map<Namespace, String> joined(ContainerRecord record, Pod pod) {
    Map<Namespace, String> paths = new EnumMap<>(Namespace.class);
    if (record.pod() != null) {
      PodFiles files = new PodFiles(layout, record.pod());
      for (Namespace namespace : HeldNamespaces.of(pod, cgroups)) {
        paths.put(namespace, files.namespace(namespace).toString());
      }
    }
    return paths;
  }

  private static String hostname(Instance instance) {
    return EtcWriter.hostname(instance.pod(), instance.key().replica());
  }
}
