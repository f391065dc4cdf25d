package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CgroupUsageTests {
  @Test
  void versionOneIsRead() {
    CgroupUsage usage =
        CgroupUsage.of(
            CgroupVersion.V1,
            Map.of(
                "cpuacct.usage", "1500000000\n",
                "memory.usage_in_bytes", "10485760\n",
                "memory.stat", "cache 5\ninactive_file 7\ntotal_inactive_file 1048576\n",
                "memory.limit_in_bytes", "67108864\n",
                "pids.current", "3\n",
                "blkio.throttle.io_service_bytes_recursive",
                    "8:0 Read 4096\n8:0 Write 512\n8:16 Read 1\n8:0 Total 4608\nTotal 4609\n"));

    assertThat(usage).isEqualTo(new CgroupUsage(1_500_000_000, 9437184L, 67108864, 3L, 4097, 512));
  }

  @Test
  void versionTwoIsRead() {
    CgroupUsage usage =
        CgroupUsage.of(
            CgroupVersion.V2,
            Map.of(
                "cpu.stat", "usage_usec 1500000\nuser_usec 1000000\n",
                "memory.current", "10485760\n",
                "memory.stat", "anon 5\ninactive_file 1048576\n",
                "memory.max", "max\n",
                "pids.current", "3\n",
                "io.stat", "8:0 rbytes=4096 wbytes=512 rios=1\n8:16 rbytes=1 wbytes=0 rios=1\n"));

    assertThat(usage)
        .isEqualTo(new CgroupUsage(1_500_000_000, 9437184L, Long.MAX_VALUE, 3L, 4097, 512));
  }

  @Test
  void whatNobodyCountsIsNotKnown() {
    assertThat(CgroupUsage.of(CgroupVersion.V1, Map.of()))
        .isEqualTo(new CgroupUsage(0, null, Long.MAX_VALUE, null, 0, 0));
    assertThat(CgroupUsage.of(CgroupVersion.V2, Map.of()))
        .isEqualTo(new CgroupUsage(0, null, Long.MAX_VALUE, null, 0, 0));
  }

  @Test
  void theLargestNumberOfVersionOneIsNoLimit() {
    assertThat(
            CgroupUsage.of(
                    CgroupVersion.V1, Map.of("memory.limit_in_bytes", "9223372036854771712\n"))
                .memoryLimit())
        .isEqualTo(Long.MAX_VALUE);
  }
}
