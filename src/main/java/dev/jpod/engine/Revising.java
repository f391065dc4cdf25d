package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.model.Container;
import dev.jpod.model.ImageConfig;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Resources;
import dev.jpod.observed.ForeignName;
import dev.jpod.runtime.CgroupReadings;
import dev.jpod.runtime.DeviceNumber;
import dev.jpod.runtime.HostFacts;
import dev.jpod.runtime.LeftLimits;
import dev.jpod.runtime.LimitUpdate;
import dev.jpod.runtime.ResourcesJson;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes containers that stay. */
final class Revising {
  private final Workshop workshop;

  Revising(Workshop workshop) {
    this.workshop = workshop;
  }

  /**
   * The runtime forgets what an update leaves out, hence the full set; the bundle follows.
   *
   * @param left the limits that stay live as they are, by the paths of their fields
   */
  ContainerRecord update(
      String id, Instance instance, SortedMap<String, String> applied, Set<String> left) {
    ContainerFiles files = workshop.files(id);
    try (ContainerLock _ = ContainerLock.take(files)) {
      ContainerRecord record = workshop.records().require(id);
      Resources asked = workshop.limits().of(instance.container().resources());
      HostFacts facts = workshop.host().facts();
      ObjectNode resources =
          ResourcesJson.forBundle(
              asked, workshop.host().throttledDevices(asked.blkioThrottles()), facts);
      if (!record.cgroup().isEmpty()) {
        if (Vitals.read(files).isRunning()) {
          updateLive(record, asked, facts, left);
        }
        Bundle.revise(files, bundle -> putLimits(bundle, resources));
      } else if (!asked.equals(Resources.DEFAULT)) {
        throw madeWithoutCgroup(record);
      }
      return save(record.withApplied(applied));
    }
  }

  private static JpodException madeWithoutCgroup(ContainerRecord record) {
    return JpodException.refused(
        "container '" + record.name() + "' was made without a cgroup, so it can have no limits",
        "remove it by 'jpod rm --force " + record.name() + "' and apply its stack again");
  }

  /** The rules for devices are no limits and stay. */
  private static void putLimits(ObjectNode bundle, ObjectNode resources) {
    ObjectNode limits = resources.deepCopy();
    JsonNode deviceRules = bundle.path("linux").path("resources").path("devices");
    if (!deviceRules.isMissingNode()) {
      limits.set("devices", deviceRules);
    }
    ((ObjectNode) bundle.required("linux")).set("resources", limits);
  }

  private void updateLive(
      ContainerRecord record, Resources asked, HostFacts facts, Set<String> left) {
    Cgroups cgroups = workshop.cgroups();
    TreeMap<String, String> before = new TreeMap<>(record.applied());
    Map<String, DeviceNumber> devices = workshop.host().blockDevices(devices(asked, before));
    CgroupReadings.live(
            cgroups.version(),
            cgroups.limits(record.cgroup()),
            record.applied(),
            cgroups.cpusetDefaults(record.cgroup()),
            devices)
        .forEach(before::putIfAbsent);
    LimitUpdate update =
        LimitUpdate.of(asked, before, devices, cgroups.cpusetDefaults(record.cgroup()), facts);
    if (!left.isEmpty()) {
      update = update.leaving(new LeftLimits(left, devices), cgroups.version());
    }
    CommandResult result =
        workshop
            .runner()
            .run(
                Command.of(workshop.launchFiles().commands(record).update(record.id()))
                    .reading(update.request().toString().getBytes(StandardCharsets.UTF_8)));
    if (!result.succeeded()) {
      throw JpodException.failed(
          "the limits of container '"
              + record.name()
              + "' could not be changed: "
              + StartFailure.unwrapped(result.error()),
          "choose other limits, or restart the container with them");
    }
    cgroups.write(record.cgroup(), update.writes());
  }

  /** The devices that a throttle names now or named before. */
  private static Set<String> devices(Resources asked, SortedMap<String, String> before) {
    Set<String> paths = StoreObserver.throttledDevices(before);
    asked.blkioThrottles().forEach(throttle -> paths.add(throttle.device()));
    return paths;
  }

  ContainerRecord rewriteRecord(String id, Instance instance, SortedMap<String, String> applied) {
    ContainerFiles files = workshop.files(id);
    try (ContainerLock _ = ContainerLock.take(files)) {
      ContainerRecord record = owned(workshop.records().require(id), instance.key());
      Lifecycle lifecycle = instance.container().lifecycle();
      Duration timeout = lifecycle.stopTimeout();
      Container container = instance.container();
      boolean asksImage = lifecycle.stopSignal() == null || container.healthCheck() == null;
      ImageConfig image = asksImage ? workshop.images().require(record.image()).config() : null;
      String signal = Creation.stopSignal(lifecycle, image);
      ContainerRecord revised =
          record
              .withApplied(applied)
              .withLifecycle(
                  signal,
                  timeout == null ? Lifecycle.DEFAULT_STOP_TIMEOUT : timeout,
                  lifecycle.restart(),
                  container.logging());
      boolean changed =
          workshop
              .launchFiles()
              .rewrite(files, revised, container.process(), Creation.check(container, image));
      if (changed || (Files.exists(files.check()) && !HealthFiles.isKeptUp(files))) {
        workshop.script().check(files);
      }
      return save(revised);
    } catch (IOException e) {
      throw DiskFailure.of(e, files.launch(), "be rewritten");
    }
  }

  private static ContainerRecord owned(ContainerRecord record, InstanceKey key) {
    InstanceKey owner = record.owner();
    if (owner != null && !owner.stack().equals(key.stack())) {
      throw ForeignName.ofContainer(key, record.id(), record.name(), owner);
    }
    return owner == null ? record.ownedBy(key) : record;
  }

  void disown(String id, String stack) {
    ContainerFiles files = workshop.files(id);
    if (workshop.records().find(id) == null) {
      return;
    }
    try (ContainerLock _ = ContainerLock.take(files)) {
      ContainerRecord record = workshop.records().require(id);
      InstanceKey owner = record.owner();
      if (owner != null && owner.stack().equals(stack)) {
        save(record.ownedBy(null));
      }
    }
  }

  ContainerRecord rewriteFiles(String id, Instance instance, SortedMap<String, String> applied) {
    workshop.boot().ensureCurrent();
    ContainerFiles files = workshop.files(id);
    try (ContainerLock _ = ContainerLock.take(files)) {
      ContainerRecord record = workshop.records().require(id);
      Owners owners = Owners.of(workshop.layout(), instance.pod(), record.pod());
      workshop.grantedFiles().write(files, instance, owners);
      Bundle.restore(files, instance, workshop.secretFolder());
      return save(record.withApplied(applied));
    } catch (IOException e) {
      throw DiskFailure.of(e, files.secrets(), "be written");
    }
  }

  /** The lock is held, so that nothing starts or ends the container between signal and record. */
  ContainerRecord signal(String id, List<String> signals, SortedMap<String, String> applied) {
    ContainerFiles files = workshop.files(id);
    try (ContainerLock _ = ContainerLock.take(files)) {
      ContainerRecord record = workshop.records().require(id);
      Vitals vitals = Vitals.read(files);
      if (vitals.isRunning()) {
        signals.forEach(name -> Stopping.signal(vitals, Signals.number(name)));
      }
      return save(record.withApplied(applied));
    }
  }

  private ContainerRecord save(ContainerRecord record) {
    workshop.records().save(record);
    return record;
  }
}
