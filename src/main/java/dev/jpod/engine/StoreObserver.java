package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.host.HostUser;
import dev.jpod.host.ProcFs;
import dev.jpod.host.Programs;
import dev.jpod.network.NetworkDriver;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ContainerStatus.Reason;
import dev.jpod.observed.Health;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.HostQuestions;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.runtime.CgroupReadings;
import dev.jpod.runtime.CpusetDefaults;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.StoreLayout;
import dev.jpod.store.VolumeRecords;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link Observer} of a store and of the kernel that its containers run on. */
final class StoreObserver implements Observer {
  private static final String THROTTLES = "resources.blkioThrottles.";

  private final StoreLayout layout;
  private final ContainerRecords records;
  private final VolumeRecords volumes;
  private final Cgroups cgroups;
  private final HostReading host;
  private final Boot boot;
  private final NetworkRoom room;
  private final PodObserver pods;
  private final RootImages images;
  private final HostUser user;
  private final UnkeptLimits.Handling unkept;

  StoreObserver(
      StoreLayout layout,
      NetworkRoom room,
      Cgroups cgroups,
      HostReading host,
      Boot boot,
      RootImages images,
      HostUser user,
      UnkeptLimits.Handling unkept) {
    this.user = user;
    this.unkept = unkept;
    this.layout = layout;
    this.records = new ContainerRecords(layout);
    this.volumes = new VolumeRecords(layout);
    this.cgroups = cgroups;
    this.host = host;
    this.boot = boot;
    this.room = room;
    this.images = images;
    this.pods = new PodObserver(layout, room, cgroups, host);
  }

  @Override
  public ObservedHost observe() {
    NetworkDriver.Look look = pods.start();
    List<ObservedContainer> containers = observeContainers();
    return new ObservedHost(
        containers,
        volumes.observed(),
        pods.observe(look, boot.isPast()),
        pods.networks(),
        HostAnswers.NONE);
  }

  @Override
  public List<ObservedContainer> observeContainers() {
    Pass pass = new Pass();
    List<ObservedContainer> containers = new ArrayList<>();
    for (String id : records.ids()) {
      ContainerRecord record = records.find(id);
      if (record != null) {
        containers.add(observe(record, pass));
      } else if (records.hasRemains(id)) {
        containers.add(remains(id));
      }
    }
    containers.sort(
        (a, b) -> {
          int byName = a.name().compareTo(b.name());
          return byName != 0 ? byName : a.id().compareTo(b.id());
        });
    return containers;
  }

  @Override
  public HostAnswers answer(HostQuestions questions, String runtime) {
    KeptLimits limits = new KeptLimits(cgroups, host, unkept);
    PodIds ids = new PodIds(layout, user, images);
    return new HostInquiry(room, Programs.ofHost(), images, cgroups, limits, ids)
        .answer(questions, runtime);
  }

  @Override
  public ObservedContainer observe(String id) {
    return observe(records.require(id), new Pass());
  }

  /** What is the same for all containers of one look at the host. */
  private final class Pass {
    private final boolean rebooted = boot.isPast();
    private String above = "";
    private @Nullable CpusetDefaults cpuset;

    private CpusetDefaults cpuset(String cgroup) {
      CpusetDefaults known = cpuset;
      if (known == null || !cgroup.startsWith(above)) {
        above = CgroupPlace.Below.above(cgroup);
        known = cgroups.cpusetDefaults(cgroup);
        cpuset = known;
      }
      return known;
    }
  }

  private ObservedContainer observe(ContainerRecord record, Pass pass) {
    ContainerFiles files = new ContainerFiles(layout, record.id());
    ContainerStatus status = status(record, files, pass.rebooted);
    Health health = status.hasProcess() ? HealthFiles.health(files) : null;
    return new ObservedContainer(
        record.id(),
        record.name(),
        record.owner(),
        record.pod(),
        record.generation(),
        record.applied(),
        live(status, record, files, health, pass),
        status,
        record.image(),
        record.imageName(),
        record.created(),
        restarts(files),
        wanted(files),
        health);
  }

  /** A container without a record, of which nothing is known but where it lies. */
  private ObservedContainer remains(String id) {
    return new ObservedContainer(
        id,
        ObservedContainer.shortened(id),
        null,
        null,
        0,
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        new ContainerStatus.Incomplete(),
        null,
        "",
        Vitals.modified(layout.container(id)),
        0,
        Wanted.RUNNING,
        null);
  }

  private ContainerStatus status(ContainerRecord record, ContainerFiles files, boolean rebooted) {
    return switch (record.phase()) {
      case CREATING -> new ContainerStatus.Incomplete();
      case REMOVING -> new ContainerStatus.Removing();
      case READY -> rebooted ? afterReboot(record, files) : sinceBoot(record, files);
    };
  }

  /** One that cannot be started again is made anew, unless data would go with it. */
  private static ContainerStatus afterReboot(ContainerRecord record, ContainerFiles files) {
    if (record.ownVolumes().isEmpty() && !isWhole(files)) {
      return new ContainerStatus.Incomplete();
    }
    Vitals vitals = Vitals.read(files);
    return switch (vitals.state()) {
      case CREATED -> new ContainerStatus.Created();
      case STARTING, RUNNING, WAITING -> new ContainerStatus.Lost(Reason.REBOOT);
      case EXITED -> exited(vitals);
    };
  }

  /** A power cut can leave files empty that were written shortly before it. */
  private static boolean isWhole(ContainerFiles files) {
    for (String name : LaunchFiles.NAMES) {
      if (files.launch().resolve(name).toFile().length() == 0) {
        return false;
      }
    }
    return Bundle.onDisk(files).toFile().length() > 0;
  }

  private ContainerStatus sinceBoot(ContainerRecord record, ContainerFiles files) {
    Vitals vitals = Vitals.read(files);
    return switch (vitals.state()) {
      case CREATED -> new ContainerStatus.Created();
      case EXITED -> exited(vitals);
      case STARTING, RUNNING -> launched(record, files, vitals);
      case WAITING -> waiting(files, vitals);
    };
  }

  private static ContainerStatus exited(Vitals vitals) {
    return vitals.exitCode() < 0
        ? new ContainerStatus.Lost(Reason.PROCESS_GONE)
        : new ContainerStatus.Exited(vitals.exitCode(), vitals.since(), vitals.cause());
  }

  private ContainerStatus launched(ContainerRecord record, ContainerFiles files, Vitals vitals) {
    Identity process = vitals.process();
    boolean starting = vitals.state() == Vitals.State.STARTING;
    if (process == null) {
      return starting ? new ContainerStatus.Created() : lost(vitals);
    }
    if (starting && process.isStillRuntime()) {
      // Whoever was starting it may have died; a start that goes on is not disturbed by another.
      return new ContainerStatus.Created();
    }
    Monitor monitor = monitor(files, vitals);
    if (process.lives()) {
      return cgroups.isFrozen(record.cgroup())
          ? new ContainerStatus.Paused(process.pid(), vitals.since(), monitor)
          : new ContainerStatus.Running(process.pid(), vitals.since(), monitor);
    }
    String code = Vitals.text(files.exitCode());
    if (code == null || code.isBlank()) {
      return monitor != Monitor.GONE
          ? new ContainerStatus.Restarting(0, null)
          : new ContainerStatus.Lost(Reason.PROCESS_GONE);
    }
    return justEnded(record, files, Integer.parseInt(code.strip()), monitor);
  }

  private static ContainerStatus lost(Vitals vitals) {
    return new ContainerStatus.Lost(
        switch (Boot.loss(vitals.since())) {
          case REBOOT -> Reason.REBOOT;
          case RUN_FOLDER -> Reason.RUN_FOLDER_GONE;
        });
  }

  private static Monitor monitor(ContainerFiles files, Vitals vitals) {
    if (!lives(vitals.monitor())) {
      return Monitor.GONE;
    }
    return Files.exists(files.stopped()) ? Monitor.STOPPING : Monitor.ALIVE;
  }

  /** Its end is known, but the monitor's script has not yet dealt with it. */
  private static ContainerStatus justEnded(
      ContainerRecord record, ContainerFiles files, int code, Monitor monitor) {
    boolean stopped = Files.exists(files.stopped());
    boolean again = "restart\n".equals(Vitals.text(files.unhealthy()));
    boolean done = stopped || (!again && record.restart().isCompletion(code));
    if (!done && monitor != Monitor.GONE) {
      return new ContainerStatus.Restarting(code, null);
    }
    Vitals vitals = Vitals.read(files);
    return new ContainerStatus.Exited(
        code, vitals.since(), stopped ? Cause.STOPPED : Cause.BY_ITSELF);
  }

  private static ContainerStatus waiting(ContainerFiles files, Vitals vitals) {
    Identity waiter = Vitals.identity(files.waiter());
    if (!lives(waiter) && !lives(vitals.monitor())) {
      return new ContainerStatus.Lost(Reason.PROCESS_GONE);
    }
    return new ContainerStatus.Restarting(
        vitals.exitCode(), vitals.since().plus(Duration.ofMillis(vitals.pauseMillis())));
  }

  private static boolean lives(@Nullable Identity identity) {
    return identity != null && ProcFs.lives(identity.pid(), identity.startTicks());
  }

  private SortedMap<String, String> live(
      ContainerStatus status,
      ContainerRecord record,
      ContainerFiles files,
      @Nullable Health health,
      Pass pass) {
    if (!status.hasProcess()) {
      return Collections.unmodifiableSortedMap(new TreeMap<>());
    }
    SortedMap<String, String> live = limits(record, pass);
    if (health != null && !HealthFiles.isKeptUp(files) && isStarted(files)) {
      live = new TreeMap<>(live);
      live.put(ObservedContainer.HEALTH_CHECK, ObservedContainer.UNCHECKED);
    }
    return live;
  }

  private SortedMap<String, String> limits(ContainerRecord record, Pass pass) {
    String cgroup = record.cgroup();
    return cgroup.isEmpty()
        ? Collections.unmodifiableSortedMap(new TreeMap<>())
        : CgroupReadings.live(
            cgroups.version(),
            cgroups.limits(cgroup),
            record.applied(),
            pass.cpuset(cgroup),
            host.blockDevices(throttledDevices(record.applied())));
  }

  /** Whether the script has done all that belongs to a start. */
  private static boolean isStarted(ContainerFiles files) {
    return Vitals.read(files).state() == Vitals.State.RUNNING;
  }

  /** The devices that the throttles among these fields name. */
  static Set<String> throttledDevices(SortedMap<String, String> fields) {
    Set<String> paths = new HashSet<>();
    for (String field : fields.tailMap(THROTTLES).keySet()) {
      if (!field.startsWith(THROTTLES)) {
        break;
      }
      paths.add(field.substring(field.indexOf('.', THROTTLES.length()) + 1));
    }
    return paths;
  }

  private static int restarts(ContainerFiles files) {
    String text = Vitals.text(files.restarts());
    if (text == null) {
      return 0;
    }
    int end = text.indexOf(' ');
    return end < 1 ? 0 : Integer.parseInt(text.substring(0, end));
  }

  private static Wanted wanted(ContainerFiles files) {
    String requester = Vitals.text(files.stopped());
    return requester != null && requester.startsWith("operator") ? Wanted.STOPPED : Wanted.RUNNING;
  }
}
