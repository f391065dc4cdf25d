package dev.jpod.engine;

import dev.jpod.model.Pod;
import dev.jpod.model.PodInstance;
import dev.jpod.model.Resources;
import dev.jpod.runtime.CgroupFile;
import dev.jpod.runtime.CgroupReadings;
import dev.jpod.runtime.CgroupWrite;
import dev.jpod.runtime.DeviceNumber;
import dev.jpod.runtime.LeftLimits;
import dev.jpod.runtime.PodLimits;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.PodRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cgroup of a pod of several containers. What is to be written to it is kept in the pod's
 * folder, one limit a line, so that it can be raised again without the stack file.
 */
final class PodCgroup {
  private static final String LIMITS = "resources.";

  private final Workshop workshop;

  PodCgroup(Workshop workshop) {
    this.workshop = workshop;
  }

  /**
   * Sees to it that somebody would keep the limits that a pod asks for.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED, unless such limits are to be ignored
   */
  void require(PodInstance instance) {
    workshop.limits().require("pod '" + instance.key().podName() + "'", instance.pod().resources());
  }

  /** Keeps the limits that a pod is to have. */
  void keep(PodFiles files, Pod pod, SortedMap<String, String> before) throws IOException {
    Cgroups cgroups = workshop.cgroups();
    String cgroup = cgroups.path(files.id());
    Resources asked = workshop.limits().of(pod.resources());
    if (cgroup.isEmpty()) {
      Files.deleteIfExists(limits(files));
      return;
    }
    if (asked.equals(Resources.DEFAULT) && !isLimited(before)) {
      return;
    }
    Set<String> devices = StoreObserver.throttledDevices(before);
    asked.blkioThrottles().forEach(throttle -> devices.add(throttle.device()));
    Map<String, DeviceNumber> numbers = workshop.host().blockDevices(devices);
    List<CgroupWrite> writes =
        PodLimits.writes(
            asked, before, numbers, cgroups.cpusetDefaults(cgroup), workshop.host().facts());
    StringBuilder text = new StringBuilder();
    for (CgroupWrite write : writes) {
      text.append(write.file().controller())
          .append(' ')
          .append(write.file().name())
          .append(' ')
          .append(write.missing())
          .append(' ')
          .append(write.content())
          .append('\n');
    }
    Files.writeString(limits(files), text);
  }

  /**
   * Gives a pod the limits that are kept for it, if there are any. Where nobody would keep them any
   * more, they are refused or left out as those that are asked for.
   *
   * @param left those that stay as they are, by the paths of their fields
   */
  void limit(PodRecord record, PodFiles files, Set<String> left) {
    List<CgroupWrite> writes = new ArrayList<>();
    try {
      if (!Files.exists(limits(files))) {
        return;
      }
      for (String line : Files.readAllLines(limits(files), StandardCharsets.US_ASCII)) {
        String[] words = line.split(" ", 4);
        writes.add(
            new CgroupWrite(
                new CgroupFile(words[0], words[1]),
                words[3],
                CgroupWrite.Missing.valueOf(words[2])));
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, limits(files), "be read");
    }
    if (!left.isEmpty()) {
      writes.removeIf(leftLimits(left)::covers);
    }
    String cgroup = workshop.cgroups().path(files.id());
    if (cgroup.isEmpty()) {
      workshop.limits().requirePlace("pod '" + record.name() + "'");
    } else {
      workshop.cgroups().make(cgroup);
      workshop.cgroups().write(cgroup, writes);
    }
  }

  private LeftLimits leftLimits(Set<String> left) {
    SortedMap<String, String> fields = new TreeMap<>();
    left.forEach(path -> fields.put(path, ""));
    Set<String> devices = StoreObserver.throttledDevices(fields);
    return new LeftLimits(left, workshop.host().blockDevices(devices));
  }

  /** What the kernel says of the limits of a pod that has some. */
  static SortedMap<String, String> live(
      PodRecord record, PodFiles files, Cgroups cgroups, HostReading host) {
    if (!isLimited(record.applied())) {
      return new TreeMap<>();
    }
    String cgroup = cgroups.path(files.id());
    if (cgroup.isEmpty()) {
      return new TreeMap<>();
    }
    return CgroupReadings.liveOfPod(
        cgroups.version(),
        cgroups.limits(cgroup),
        record.applied(),
        cgroups.cpusetDefaults(cgroup),
        host.blockDevices(StoreObserver.throttledDevices(record.applied())));
  }

  private static boolean isLimited(SortedMap<String, String> fields) {
    for (String path : fields.tailMap(LIMITS).keySet()) {
      return path.startsWith(LIMITS);
    }
    return false;
  }

  private static Path limits(PodFiles files) {
    return files.folder().resolve("limits");
  }
}
