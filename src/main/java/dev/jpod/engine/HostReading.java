package dev.jpod.engine;

import dev.jpod.host.IdMap;
import dev.jpod.host.NodeStatus;
import dev.jpod.model.JpodException;
import dev.jpod.model.Resources.BlkioThrottle;
import dev.jpod.model.Security.Device;
import dev.jpod.runtime.DeviceNumber;
import dev.jpod.runtime.HostDevice;
import dev.jpod.runtime.HostFacts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks up what a bundle needs to know of the host. */
final class HostReading {
  private static final Path DEVICES = Path.of("/dev");

  /** What a container gets of its own, or what leads elsewhere. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of("pts", "shm", "fd", "mqueue", "console", "ptmx", "tty");

  private final Cgroups cgroups;
  private @Nullable HostFacts facts;

  HostReading(Cgroups cgroups) {
    this.cgroups = cgroups;
  }

  /** The same for as long as this process lives. */
  synchronized HostFacts facts() {
    HostFacts known = facts;
    if (known == null) {
      known = readFacts();
      facts = known;
    }
    return known;
  }

  private HostFacts readFacts() {
    try {
      return HostFacts.read(
          cgroups.version(),
          cgroups.controllers(),
          System.getProperty("os.arch"),
          Files.readString(Path.of("/proc/sys/kernel/osrelease")),
          Files.readString(Path.of("/proc/self/status")),
          Files.readString(Path.of("/proc/self/limits")),
          IdMap.ofProcess(),
          cgroups.limitsSwap() ? Set.of(HostFacts.Feature.SWAP_LIMIT) : Set.of());
    } catch (IOException e) {
      throw JpodException.failed(
          "the kernel's own facts could not be read: " + e.getMessage(),
          "see that /proc is mounted");
    }
  }

  /** The devices that a manifest names. */
  List<HostDevice> devices(Collection<Device> asked) {
    List<HostDevice> devices = new ArrayList<>();
    for (Device device : asked) {
      HostDevice found = device(Path.of(device.source()), device.target(), device.permissions());
      if (found == null) {
        throw JpodException.refused(
            "'" + device.source() + "' is not a device of this host",
            "'ls -l " + device.source() + "' shows what it is");
      }
      devices.add(found);
    }
    return devices;
  }

  /** All devices of the host, which a privileged container gets. */
  List<HostDevice> allDevices() {
    List<HostDevice> devices = new ArrayList<>();
    collect(DEVICES, devices);
    return devices;
  }

  /** The numbers of the block devices among these paths. */
  Map<String, DeviceNumber> blockDevices(Collection<String> paths) {
    Map<String, DeviceNumber> numbers = new HashMap<>();
    for (String path : paths) {
      HostDevice device = path.startsWith("/") ? device(Path.of(path), path, "rwm") : null;
      if (device != null && device.type() == HostDevice.Type.BLOCK) {
        numbers.put(path, device.number());
      }
    }
    return numbers;
  }

  Map<String, DeviceNumber> throttledDevices(List<BlkioThrottle> throttles) {
    return blockDevices(throttles.stream().map(BlkioThrottle::device).toList());
  }

  private static void collect(Path folder, List<HostDevice> devices) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        boolean own =
            folder.equals(DEVICES) && NOT_PASSED_ON.contains(entry.getFileName().toString());
        if (own || Files.isSymbolicLink(entry)) {
          continue;
        }
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          collect(entry, devices);
          continue;
        }
        HostDevice device = device(entry, entry.toString(), "rwm");
        if (device != null) {
          devices.add(device);
        }
      }
    } catch (IOException e) {
      throw JpodException.failed(
          "the devices in '" + folder + "' could not be listed: " + e.getMessage(),
          "run jpod as root");
    }
  }

  /** A device of the host, or null when the path leads to none. */
  private static @Nullable HostDevice device(Path source, String target, String permissions) {
    NodeStatus status;
    try {
      status = NodeStatus.of(source);
    } catch (IOException e) {
      return null;
    }
    if (!status.isCharacterDevice() && !status.isBlockDevice()) {
      return null;
    }
    return new HostDevice(
        source.toString(),
        target,
        status.isBlockDevice() ? HostDevice.Type.BLOCK : HostDevice.Type.CHARACTER,
        new DeviceNumber(status.major(), status.minor()),
        status.permissions(),
        Integer.toUnsignedLong(status.user()),
        Integer.toUnsignedLong(status.group()),
        permissions);
  }
}
