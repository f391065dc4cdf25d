package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Resources;
import dev.jpod.model.Resources.BlkioThrottle;
import dev.jpod.model.Resources.BlkioThrottle.Kind;
import dev.jpod.runtime.RealRuntime.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits that a bundle or an update sets are what the kernel then says. */
class LimitsIT {
  /** Not a number of whole pages. */
  private static final long UNEVEN = 50_000_001;

  @ParameterizedTest
  @EnumSource
  void aBundlesLimitsReadAsTheyWereApplied(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container = runtime.shell("sleep 60");
      container.blockDevices = Map.of("/dev/disk", disk());
      container.resources =
          new Resources(
              UNEVEN,
              20_000_001L,
              3 * UNEVEN,
              333L,
              512L,
              "0",
              "0",
              99L,
              null,
              List.of(new BlkioThrottle(Kind.READ_BPS, "/dev/disk", 1 << 20)));

      runtime.start(container);

      SortedMap<String, String> applied = applied(3 * UNEVEN);
      assertThat(live(runtime, container, applied)).containsAllEntriesOf(applied);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUpdateSetsEveryLimitAndAnotherLiftsThemAll(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container = runtime.shell("sleep 60");
      container.blockDevices = Map.of("/dev/disk", disk());
      runtime.start(container);
      assertThat(live(runtime, container, new TreeMap<>()).values()).containsOnly("");

      SortedMap<String, String> applied = applied(null);
      update(
          runtime,
          container,
          new Resources(
              UNEVEN,
              20_000_001L,
              null,
              333L,
              512L,
              "0",
              "0",
              99L,
              null,
              List.of(new BlkioThrottle(Kind.READ_BPS, "/dev/disk", 1 << 20))),
          new TreeMap<>());
      assertThat(live(runtime, container, applied))
          .containsAllEntriesOf(applied)
          .containsEntry("resources.memorySwap", "");

      update(runtime, container, Resources.DEFAULT, applied);
      assertThat(live(runtime, container, new TreeMap<>()).values()).containsOnly("");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeBehindOurBackShows(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container = runtime.shell("sleep 60");
      runtime.start(container);

      runtime
          .execute(runtime.commands().update(container.id), "{\"pids\": {\"limit\": 7}}")
          .succeeded();

      assertThat(live(runtime, container, new TreeMap<>()))
          .containsEntry("resources.pids", "7")
          .containsEntry("resources.memory", "");
    }
  }

  private static SortedMap<String, String> applied(@Nullable Long swap) {
    SortedMap<String, String> applied = new TreeMap<>();
    applied.put("resources.memory", "" + UNEVEN);
    applied.put("resources.memoryReservation", "20000001");
    if (swap != null) {
      applied.put("resources.memorySwap", swap.toString());
    }
    applied.put("resources.cpus", "333");
    applied.put("resources.cpuShares", "512");
    applied.put("resources.cpusetCpus", "0");
    applied.put("resources.cpusetMems", "0");
    applied.put("resources.pids", "99");
    applied.put("resources.blkioThrottles.read-bps./dev/disk", "1048576");
    return applied;
  }

  private static SortedMap<String, String> live(
      RealRuntime runtime, SampleContainer container, SortedMap<String, String> applied) {
    return CgroupReadings.live(
        container.host.cgroups(),
        runtime.readings(container),
        applied,
        cpuset(),
        container.blockDevices);
  }

  private static void update(
      RealRuntime runtime,
      SampleContainer container,
      Resources asked,
      SortedMap<String, String> before) {
    LimitUpdate update =
        LimitUpdate.of(asked, before, container.blockDevices, cpuset(), container.host);
    runtime
        .execute(runtime.commands().update(container.id), update.request().toString())
        .succeeded();
    update.writes().forEach(write -> runtime.write(container, write));
  }

  private static CpusetDefaults cpuset() {
    return new CpusetDefaults(
        read("/sys/fs/cgroup/cpuset/cpuset.cpus"), read("/sys/fs/cgroup/cpuset/cpuset.mems"));
  }

  /** The first whole disk of this host. */
  private static DeviceNumber disk() {
    List<String> lines = new ArrayList<>(read("/proc/partitions").lines().toList());
    String[] words =
        lines.stream()
            .filter(line -> line.matches(".* (sd|vd|xvd|nvme).*"))
            .findFirst()
            .orElseThrow()
            .strip()
            .split(" +", -1);
    return new DeviceNumber(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
