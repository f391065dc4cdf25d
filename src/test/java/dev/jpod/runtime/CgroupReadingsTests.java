package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CgroupReadingsTests {
  private static final CpusetDefaults CPUSET = new CpusetDefaults("0-3", "0");
  private static final Map<String, DeviceNumber> DEVICES =
      Map.of("/dev/sda", new DeviceNumber(8, 0));
  private static final SortedMap<String, String> NOTHING = new TreeMap<>();

  private static final Map<String, String> V1_DEFAULTS =
      Map.ofEntries(
          Map.entry("memory.limit_in_bytes", "9223372036854771712\n"),
          Map.entry("memory.soft_limit_in_bytes", "9223372036854771712\n"),
          Map.entry("memory.memsw.limit_in_bytes", "9223372036854771712\n"),
          Map.entry("cpu.cfs_quota_us", "-1\n"),
          Map.entry("cpu.cfs_period_us", "100000\n"),
          Map.entry("cpu.shares", "1024\n"),
          Map.entry("cpuset.cpus", "0-3\n"),
          Map.entry("cpuset.mems", "0\n"),
          Map.entry("pids.max", "2048\n"),
          Map.entry("blkio.bfq.weight", "100\n"),
          Map.entry("blkio.throttle.read_bps_device", ""));

  private static final Map<String, String> V2_DEFAULTS =
      Map.ofEntries(
          Map.entry("memory.max", "max\n"),
          Map.entry("memory.low", "0\n"),
          Map.entry("memory.swap.max", "max\n"),
          Map.entry("cpu.max", "max 100000\n"),
          Map.entry("cpu.weight", "100\n"),
          Map.entry("cpuset.cpus", "\n"),
          Map.entry("cpuset.mems", "\n"),
          Map.entry("pids.max", "2048\n"),
          Map.entry("io.weight", "default 100\n"),
          Map.entry("io.max", ""));

  private static final String[] FIELDS = {
    "resources.blkioWeight",
    "resources.cpuShares",
    "resources.cpus",
    "resources.cpusetCpus",
    "resources.cpusetMems",
    "resources.memory",
    "resources.memoryReservation",
    "resources.memorySwap",
    "resources.pids"
  };

  @Test
  void aContainerThatAsksForNothingReadsAsDefaults() {
    assertThat(live(CgroupVersion.V1, V1_DEFAULTS, NOTHING))
        .containsOnlyKeys(FIELDS)
        .allSatisfy((_, value) -> assertThat(value).isEmpty());
    assertThat(live(CgroupVersion.V2, V2_DEFAULTS, NOTHING))
        .containsOnlyKeys(FIELDS)
        .allSatisfy((_, value) -> assertThat(value).isEmpty());
  }

  @Test
  void aPodHasNoLimitOfProcessesByDefault() {
    Map<String, String> unlimited = Map.of("pids.max", "max\n");
    SortedMap<String, String> applied = new TreeMap<>();
    applied.put("resources.pids", "64");

    assertThat(liveOfPod(unlimited, NOTHING)).containsEntry("resources.pids", "");
    assertThat(liveOfPod(Map.of("pids.max", "2048\n"), applied))
        .containsEntry("resources.pids", "2048");
    assertThat(liveOfPod(unlimited, applied)).containsEntry("resources.pids", "");
    assertThat(live(CgroupVersion.V1, unlimited, NOTHING)).containsEntry("resources.pids", "-1");
  }

  private static SortedMap<String, String> liveOfPod(
      Map<String, String> contents, SortedMap<String, String> applied) {
    return CgroupReadings.liveOfPod(CgroupVersion.V1, contents, applied, CPUSET, DEVICES);
  }

  @Test
  void whatCannotBeReadIsMissing() {
    assertThat(live(CgroupVersion.V1, Map.of(), NOTHING)).isEmpty();
    assertThat(live(CgroupVersion.V2, Map.of(), NOTHING)).isEmpty();
    assertThat(live(CgroupVersion.V1, Map.of("pids.max", "nonsense", "cpu.shares", ""), NOTHING))
        .isEmpty();
    assertThat(live(CgroupVersion.V2, Map.of("cpu.max", "nonsense"), NOTHING)).isEmpty();
  }

  @Test
  void whatWasAppliedReadsAsItWasWritten() {
    SortedMap<String, String> applied = new TreeMap<>();
    applied.put("resources.memory", "1000000");
    applied.put("resources.memoryReservation", "500000");
    applied.put("resources.cpus", "1500");
    applied.put("resources.cpuShares", "512");
    applied.put("resources.cpusetCpus", "0,1");
    applied.put("resources.cpusetMems", "0");
    applied.put("resources.pids", "-1");
    applied.put("resources.blkioWeight", "555");
    applied.put("resources.blkioThrottles.read-bps./dev/sda", "1000");
    SortedMap<String, String> expected = new TreeMap<>(applied);
    expected.put("resources.memorySwap", "");

    assertThat(
            live(
                CgroupVersion.V1,
                Map.ofEntries(
                    Map.entry("memory.limit_in_bytes", "999424"),
                    Map.entry("memory.soft_limit_in_bytes", "499712"),
                    Map.entry("memory.memsw.limit_in_bytes", "1998848"),
                    Map.entry("cpu.cfs_quota_us", "150000"),
                    Map.entry("cpu.cfs_period_us", "100000"),
                    Map.entry("cpu.shares", "512"),
                    Map.entry("cpuset.cpus", "0-1"),
                    Map.entry("cpuset.mems", "0"),
                    Map.entry("pids.max", "max"),
                    Map.entry("blkio.bfq.weight", "555"),
                    Map.entry("blkio.throttle.read_bps_device", "8:0 1000\n")),
                applied))
        .isEqualTo(expected);
    assertThat(
            live(
                CgroupVersion.V2,
                Map.ofEntries(
                    Map.entry("memory.max", "999424"),
                    Map.entry("memory.low", "499712"),
                    Map.entry("memory.swap.max", "999424"),
                    Map.entry("cpu.max", "150000 100000"),
                    Map.entry("cpu.weight", "20"),
                    Map.entry("cpuset.cpus", "0-1"),
                    Map.entry("cpuset.mems", "0"),
                    Map.entry("pids.max", "max"),
                    Map.entry("io.weight", "default 5505"),
                    Map.entry("io.max", "8:0 rbps=1000 wbps=max riops=max wiops=max\n")),
                applied))
        .isEqualTo(expected);
  }

  @Test
  void aChangeBehindOurBackReadsAsWhatItIs() {
    SortedMap<String, String> applied = new TreeMap<>();
    applied.put("resources.memory", "1048576");
    applied.put("resources.pids", "100");
    Map<String, String> files = new HashMap<>(V1_DEFAULTS);
    files.put("memory.limit_in_bytes", "524288");
    files.put("memory.memsw.limit_in_bytes", "9223372036854771712");
    files.put("cpuset.cpus", "2");
    files.put("blkio.throttle.read_bps_device", "8:16 7\n");

    assertThat(live(CgroupVersion.V1, files, applied))
        .containsEntry("resources.memory", "524288")
        .containsEntry("resources.memorySwap", "-1")
        .containsEntry("resources.pids", "")
        .containsEntry("resources.cpusetCpus", "2")
        .containsEntry("resources.blkioThrottles.read-bps.8:16", "7");
  }

  @Test
  void aThrottleThatIsGoneReadsAsDefault() {
    SortedMap<String, String> applied = new TreeMap<>();
    applied.put("resources.blkioThrottles.write-iops./dev/sda", "9");

    assertThat(live(CgroupVersion.V1, V1_DEFAULTS, applied))
        .containsEntry("resources.blkioThrottles.write-iops./dev/sda", "");
    assertThat(live(CgroupVersion.V2, V2_DEFAULTS, applied))
        .containsEntry("resources.blkioThrottles.write-iops./dev/sda", "");
  }

  @Test
  void anExplicitDefaultReadsAsItWasWritten() {
    SortedMap<String, String> applied = new TreeMap<>();
    applied.put("resources.cpuShares", "1024");
    applied.put("resources.blkioWeight", "100");
    applied.put("resources.memorySwap", "-1");
    applied.put("resources.cpusetCpus", "0,1,2,3");

    assertThat(live(CgroupVersion.V1, V1_DEFAULTS, applied)).containsAllEntriesOf(applied);
  }

  @Test
  void anyMemoryRoundedDownToPagesIsTheMemoryThatWasAsked() {
    qt().forAll(longs().between(1 << 20, 1L << 45))
        .check(
            memory -> {
              SortedMap<String, String> applied = new TreeMap<>();
              applied.put("resources.memory", Long.toString(memory));
              String pages = Long.toString(memory / 4096 * 4096);
              String swap = Long.toString(2 * memory / 4096 * 4096);
              SortedMap<String, String> live =
                  live(
                      CgroupVersion.V1,
                      Map.of("memory.limit_in_bytes", pages, "memory.memsw.limit_in_bytes", swap),
                      applied);
              return Long.toString(memory).equals(live.get("resources.memory"))
                  && "".equals(live.get("resources.memorySwap"));
            });
  }

  @Test
  void anySharesThatARuntimeConvertsAreTheSharesThatWereAsked() {
    qt().forAll(longs().between(2, 262144))
        .check(
            shares -> {
              SortedMap<String, String> applied = new TreeMap<>();
              applied.put("resources.cpuShares", Long.toString(shares));
              String weight = Long.toString(1 + (shares - 2) * 9999 / 262142);
              return Long.toString(shares)
                  .equals(
                      live(CgroupVersion.V2, Map.of("cpu.weight", weight), applied)
                          .get("resources.cpuShares"));
            });
  }

  private static SortedMap<String, String> live(
      CgroupVersion version, Map<String, String> files, SortedMap<String, String> applied) {
    return CgroupReadings.live(version, files, applied, CPUSET, DEVICES);
  }
}
