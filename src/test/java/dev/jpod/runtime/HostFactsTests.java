package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.IdMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostFactsTests {
  private static final String STATUS =
      """
      Name:	java
      CapInh:	0000000000000000
      CapPrm:	00000000000000ff
      CapEff:	000001fffeffffff
      CapBnd:	0000000000000081
      """;

  private static final String LIMITS =
      """
      Limit                     Soft Limit           Hard Limit           Units
      Max processes             96365                96366                processes
      Max open files            1024                 20000                files
      Max stack size            8388608              unlimited            bytes
      Max nice priority         0                    0
      """;

  private final HostFacts facts =
      HostFacts.read(
          CgroupVersion.V1,
          Set.of(),
          "aarch64",
          "6.1.0-18-arm64\n",
          STATUS,
          LIMITS,
          new IdMap(65537, 65537),
          Set.of());

  @Test
  void onlyCapabilitiesThatCanBeHandedOnCount() {
    assertThat(facts.capabilities()).containsExactly("CAP_CHOWN", "CAP_SETUID");
  }

  @Test
  void hardLimitsHaveTheNamesOfUlimits() {
    assertThat(facts.hardLimits())
        .containsOnly(
            Map.entry("stack", -1L),
            Map.entry("nproc", 96366L),
            Map.entry("nofile", 20000L),
            Map.entry("nice", 0L));
  }

  @Test
  void architectureAndKernelAreNamedAsImagesAndProfilesDo() {
    assertThat(facts.architecture()).isEqualTo("arm64");
    assertThat(facts.kernel()).isEqualTo(new KernelVersion(6, 1)).hasToString("6.1");
    assertThat(facts.kernel().isAtLeast(new KernelVersion(4, 8))).isTrue();
    assertThat(facts.kernel().isAtLeast(new KernelVersion(6, 2))).isFalse();
    assertThatThrownBy(() -> KernelVersion.parse("six")).hasMessageContaining("'six'");
  }

  @Test
  void theLastGroupIsOneLessThanThereAre() {
    assertThat(facts.highestGroup()).isEqualTo(65536);
  }

  @Test
  void unknownLinesAndMissingOnesAreNoError() {
    HostFacts poor =
        HostFacts.read(
            CgroupVersion.V2, Set.of(), "amd64", "6.1", "", "", new IdMap(0, 0), Set.of());

    assertThat(poor.capabilities()).isEmpty();
    assertThat(poor.hardLimits()).isEmpty();
    assertThat(poor.highestGroup()).isZero();
  }
}
