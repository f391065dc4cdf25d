package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import dev.jpod.model.Resources;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PodLimitsTests {
  private static final CpusetDefaults CPUSET = new CpusetDefaults("0-3", "0");
  private static final Resources SOME =
      new Resources(1L << 30, null, null, 250L, 512L, null, null, 64L, null, List.of());

  @Test
  void versionOneHasALimitOfMemoryWithSwapBesideThatOfMemory() {
    assertThat(written(SOME, CgroupVersion.V1))
        .startsWith(
            "memory/memory.memsw.limit_in_bytes=-1 SKIP",
            "memory/memory.limit_in_bytes=1073741824 FAIL",
            "memory/memory.memsw.limit_in_bytes=2147483648 FAIL")
        .contains(
            "cpu/cpu.cfs_quota_us=25000 FAIL", "cpu/cpu.shares=512 FAIL", "pids/pids.max=64 SKIP");
  }

  @Test
  void versionTwoHasALimitOfSwapAloneAndWeights() {
    assertThat(written(SOME, CgroupVersion.V2))
        .contains(
            "memory/memory.max=1073741824 FAIL",
            "memory/memory.swap.max=1073741824 FAIL",
            "cpu/cpu.max=25000 100000 FAIL",
            "cpu/cpu.weight=20 FAIL",
            "pids/pids.max=64 SKIP");
  }

  @Test
  void aWeightIsWrittenInTheFormThatThereIs() {
    Resources weighted =
        new Resources(null, null, null, null, null, null, null, null, 300, List.of());

    assertThat(written(weighted, CgroupVersion.V1))
        .containsSubsequence(
            "blkio/blkio.bfq.weight=300 SKIP", "blkio/blkio.weight=300 FAIL_WITHOUT_OTHER");
    assertThat(written(weighted, CgroupVersion.V2))
        .containsSubsequence(
            "io/io.bfq.weight=300 SKIP", "io/io.weight=default 2930 FAIL_WITHOUT_OTHER");
    assertThat(new CgroupV2Contents(Map.of("io.weight", "default 2930\n")).blkioWeight())
        .isEqualTo(300);
  }

  @Test
  void whatNobodyWouldKeepIsRefusedAndWhatIsNotAskedForIsNot() {
    HostFacts host = host(CgroupVersion.V2, Set.of(Controller.CPU));

    assertThatThrownBy(() -> writes(SOME, host))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("asks for memory")
        .hasMessageContaining("no controller 'memory'");
    assertThatThrownBy(() -> LimitControllers.require("pod 'web'", pids(5), host))
        .hasMessageStartingWith("pod 'web' asks for pids");
    LimitControllers.require("pod 'web'", pids(-1), host);
    LimitControllers.require("pod 'web'", Resources.DEFAULT, host);
    assertThat(LimitUpdate.of(pids(-1), new TreeMap<>(), Map.of(), CPUSET, host).request())
        .hasToString("{}");
  }

  private static Resources pids(long number) {
    return new Resources(null, null, null, null, null, null, null, number, null, List.of());
  }

  private static List<String> written(Resources asked, CgroupVersion version) {
    return writes(asked, host(version, EnumSet.allOf(Controller.class))).stream()
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

  private static List<CgroupWrite> writes(Resources asked, HostFacts host) {
    return PodLimits.writes(asked, new TreeMap<>(), Map.of(), CPUSET, host);
  }

  private static HostFacts host(CgroupVersion version, Set<Controller> controllers) {
    HostFacts ordinary = SampleContainer.ordinaryHost();
    return new HostFacts(
        version,
        controllers,
        ordinary.architecture(),
        ordinary.kernel(),
        ordinary.capabilities(),
        ordinary.hardLimits(),
        ordinary.features(),
        ordinary.ids());
  }
}
