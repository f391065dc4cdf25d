package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import dev.jpod.model.Resources;
import dev.jpod.model.Resources.BlkioThrottle;
import dev.jpod.model.Resources.BlkioThrottle.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LimitUpdateTests {
  private static final CpusetDefaults CPUSET = new CpusetDefaults("0-3", "0");
  private static final Map<String, DeviceNumber> DEVICES =
      Map.of("/dev/sda", new DeviceNumber(8, 0));

  private static final Resources EVERYTHING =
      new Resources(
          1L << 30,
          1L << 29,
          -1L,
          250L,
          512L,
          "0",
          "0",
          -1L,
          300,
          List.of(new BlkioThrottle(Kind.READ_BPS, "/dev/sda", 1000)));

  @Test
  void nothingAskedForMeansTheDefaultOfEveryLimit() {
    LimitUpdate update = update(Resources.DEFAULT, new TreeMap<>(), CgroupVersion.V1);

    assertThat(update.request())
        .hasToString(
            "{\"pids\":{\"limit\":2048},\"memory\":{\"limit\":-1,\"swap\":-1,\"reservation\":-1},"
                + "\"cpu\":{\"cpus\":\"0-3\",\"mems\":\"0\",\"shares\":1024}}");
    assertThat(written(update)).containsExactly("cpu/cpu.cfs_quota_us=-1 SKIP");
  }

  @Test
  void everythingAskedForIsSent() {
    LimitUpdate update = update(EVERYTHING, new TreeMap<>(), CgroupVersion.V1);

    assertThat(update.request())
        .hasToString(
            "{\"memory\":{\"limit\":1073741824,\"reservation\":536870912,\"swap\":-1},"
                + "\"cpu\":{\"shares\":512,\"quota\":25000,\"period\":100000,\"cpus\":\"0\","
                + "\"mems\":\"0\"},\"blockIO\":{\"weight\":300}}");
    assertThat(written(update))
        .containsExactly(
            "pids/pids.max=max SKIP", "blkio/blkio.throttle.read_bps_device=8:0 1000 FAIL");
  }

  @Test
  void whatWasThereAndIsNoLongerAskedForIsLifted() {
    SortedMap<String, String> before = new TreeMap<>();
    before.put("resources.blkioWeight", "300");
    before.put("resources.blkioThrottles.read-bps./dev/sda", "1000");
    before.put("resources.blkioThrottles.write-iops.8:16", "5");
    before.put("resources.blkioThrottles.write-bps./dev/gone", "5");

    LimitUpdate update = update(Resources.DEFAULT, before, CgroupVersion.V1);

    assertThat(update.request().required("blockIO")).hasToString("{\"weight\":100}");
    assertThat(written(update))
        .containsExactly(
            "cpu/cpu.cfs_quota_us=-1 SKIP",
            "blkio/blkio.throttle.read_bps_device=8:0 0 FAIL",
            "blkio/blkio.throttle.write_iops_device=8:16 0 FAIL");
  }

  @Test
  void onVersionTwoTheDefaultsAreWritten() {
    SortedMap<String, String> before = new TreeMap<>();
    before.put("resources.blkioThrottles.read-iops./dev/sda", "1000");

    LimitUpdate update = update(Resources.DEFAULT, before, CgroupVersion.V2);

    assertThat(update.request())
        .hasToString(
            "{\"pids\":{\"limit\":2048},\"memory\":{\"limit\":-1,\"swap\":-1,"
                + "\"checkBeforeUpdate\":true},\"cpu\":{\"cpus\":\"0-3\",\"mems\":\"0\"}}");
    assertThat(written(update))
        .containsExactly(
            "cpu/cpu.max=max 100000 SKIP",
            "cpu/cpu.weight=100 SKIP",
            "memory/memory.low=0 SKIP",
            "io/io.max=8:0 riops=max FAIL");
    assertThat(written(update(EVERYTHING, before, CgroupVersion.V2)))
        .contains("io/io.max=8:0 rbps=1000 FAIL", "io/io.max=8:0 riops=max FAIL");
  }

  @Test
  void whatOthersMadeAndIsToStayIsNotWritten() {
    Resources asked =
        new Resources(
            1L << 30,
            null,
            2L << 30,
            250L,
            512L,
            "0",
            "0",
            64L,
            300,
            List.of(new BlkioThrottle(Kind.READ_BPS, "/dev/sda", 1000)));

    LimitUpdate v1 =
        leaving(
            asked,
            CgroupVersion.V1,
            "resources.pids",
            "resources.memory",
            "resources.cpuShares",
            "resources.blkioThrottles.read-bps./dev/sda");
    assertThat(v1.request())
        .hasToString(
            "{\"memory\":{\"swap\":2147483648,\"reservation\":-1},"
                + "\"cpu\":{\"quota\":25000,\"period\":100000,\"cpus\":\"0\",\"mems\":\"0\"},"
                + "\"pids\":{},\"blockIO\":{\"weight\":300}}");
    assertThat(written(v1)).isEmpty();

    LimitUpdate v2 =
        leaving(
            asked,
            CgroupVersion.V2,
            "resources.memory",
            "resources.blkioThrottles.read-bps./dev/sda");
    assertThat(v2.request().path("memory")).hasToString("{\"checkBeforeUpdate\":true}");
    assertThat(written(v2))
        .containsExactly("memory/memory.low=0 SKIP", "memory/memory.swap.max=1073741824 FAIL");
  }

  @Test
  void whatWouldBeLiftedCanStayAsWell() {
    assertThat(written(leaving(Resources.DEFAULT, CgroupVersion.V1, "resources.cpus"))).isEmpty();
    assertThat(written(leaving(Resources.DEFAULT, CgroupVersion.V2, "resources.cpuShares")))
        .containsExactly("cpu/cpu.max=max 100000 SKIP", "memory/memory.low=0 SKIP");
  }

  private static LimitUpdate leaving(Resources asked, CgroupVersion version, String... paths) {
    return update(asked, new TreeMap<>(), version)
        .leaving(new LeftLimits(Set.of(paths), DEVICES), version);
  }

  @Test
  void aThrottleOfAnUnknownDeviceIsRefused() {
    Resources asked =
        new Resources(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(new BlkioThrottle(Kind.READ_BPS, "/dev/nope", 1)));

    assertThatThrownBy(() -> update(asked, new TreeMap<>(), CgroupVersion.V1))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("'/dev/nope'");
  }

  private static LimitUpdate update(
      Resources asked, SortedMap<String, String> before, CgroupVersion version) {
    return LimitUpdate.of(
        asked,
        before,
        DEVICES,
        CPUSET,
        SampleContainer.withCgroups(version, SampleContainer.ordinaryHost()));
  }

  private static List<String> written(LimitUpdate update) {
    return update.writes().stream()
        .map(
            write ->
                write.file().controller()
                    + "/"
                    + write.file().name()
                    + "="
                    + write.content()
                    + " "
                    + write.missing())
        .toList();
  }
}
