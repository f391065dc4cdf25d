package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.JpodException;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.ProcessSpec.Ulimit;
import dev.jpod.model.Resources;
import dev.jpod.model.Resources.BlkioThrottle;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What cannot be is refused with a sentence, before anything is written. */
class BundleRefusalsTests {
  @Test
  void aContainerWithoutAProgram() {
    assertThat(refusal(c -> c.cmd = List.of())).contains("shop/web[0] has nothing to run");
    assertThat(refusal(c -> c.command = List.of("", "x"))).contains("nothing to run");
  }

  @Test
  void anInitWhereTheHostHasNone() {
    assertThat(
            refusal(
                c -> {
                  c.init = true;
                  c.catatonit = null;
                }))
        .contains("asks for an init");
  }

  @Test
  void capabilitiesThatDoNotExistOrThatTheHostLacks() {
    assertThat(refusal(c -> c.added.add("CAP_FLY"))).isEqualTo("'CAP_FLY' is not a capability");
    assertThat(refusal(c -> c.dropped.add("CAP_FLY"))).isEqualTo("'CAP_FLY' is not a capability");
    assertThat(refusal(c -> c.added.add("CAP_SYS_RESOURCE")))
        .contains("CAP_SYS_RESOURCE cannot be added");
  }

  @Test
  void limitsBeyondWhatTheHostCanGive() {
    assertThat(refusal(c -> c.ulimits.put("nofile", new Ulimit(1024, 20001))))
        .contains("nofile cannot be 1024:20001", "20000");
    assertThat(refusal(c -> c.ulimits.put("nofile", new Ulimit(-1, -1))))
        .contains("unlimited:unlimited");
    assertThat(refusal(c -> c.ulimits.put("nofile", new Ulimit(5, 4)))).contains("above its hard");
    assertThat(refusal(c -> c.ulimits.put("files", new Ulimit(1, 1))))
        .isEqualTo("'files' is not a ulimit");
  }

  @Test
  void limitsThatTheKernelCannotKeep() {
    assertThat(
            refusal(
                c -> {
                  c.host = withoutSwapLimit(c.host);
                  c.resources = resources(1L << 20, 2L << 20, null, List.of());
                }))
        .contains("memorySwap cannot be kept");
    assertThat(refusal(c -> c.resources = resources(null, null, 9L, List.of())))
        .contains("cpus cannot be below 0.01");
    BlkioThrottle throttle = new BlkioThrottle(BlkioThrottle.Kind.READ_BPS, "/dev/nope", 1);
    assertThat(refusal(c -> c.resources = resources(null, null, null, List.of(throttle))))
        .contains("'/dev/nope' of a throttle does not exist");
  }

  @Test
  void swapIsLeftAloneWhereTheKernelDoesNotCountIt() {
    SampleContainer container = new SampleContainer();
    container.host = withoutSwapLimit(container.host);
    container.resources = resources(1L << 20, null, null, List.of());

    assertThat(container.config().at("/linux/resources/memory").propertyNames())
        .containsExactly("limit");
  }

  @Test
  void mountsAtPlacesWhereNothingCanBeMounted() {
    for (String target : List.of("/", "relative", "/a/../b", "/proc", "/proc/self", "//", "/./")) {
      assertThat(refusal(c -> tmpfs(c, target, List.of()))).as(target).contains("mounted at");
    }
  }

  @Test
  void twoMountsAtOnePlace() {
    assertThat(
            refusal(
                c -> {
                  tmpfs(c, "/data", List.of());
                  tmpfs(c, "/data/", List.of());
                }))
        .isEqualTo("two mounts have the same place '/data'");
    assertThat(
            refusal(
                c -> {
                  tmpfs(c, "/data", List.of());
                  c.files.add(SampleContainer.config("x", "/data"));
                  c.sources.put("/data", MountSource.of("/x"));
                }))
        .contains("two mounts");
  }

  @Test
  void mountOptionsThatAreUnknownOrContradictEachOther() {
    for (String option : List.of("remount", "size=1", "mode=777", "uid=x", "loop", "rshared", "")) {
      assertThat(refusal(c -> tmpfs(c, "/t", List.of(option)))).as(option).contains("'/t'");
    }
    for (String option : List.of("uid=1", "upperdir=/etc", "nosymfollow,rw", "tmpcopyup")) {
      assertThat(refusal(c -> bind(c, List.of(option)))).as(option).contains(option);
    }
    assertThat(refusal(c -> bind(c, List.of("ro", "rw")))).contains("asks for ro and rw");
    assertThat(refusal(c -> bind(c, List.of("slave", "rshared")))).contains("rshared and slave");
  }

  @Test
  void sysctlsThatAreTheHosts() {
    for (String name :
        List.of("kernel.panic", "vm.swappiness", "net..x", "net/../../kernel/panic", "net.", "")) {
      assertThat(refusal(c -> c.sysctls.put(name, "1"))).as(name).contains("'" + name + "'");
    }
    assertThat(
            refusal(
                c -> {
                  c.network = new NetworkMode.Host();
                  c.sysctls.put("net.core.somaxconn", "1");
                }))
        .contains("the host's network");
  }

  @Test
  void environmentsThatWouldBeCutShort() {
    assertThat(refusal(c -> c.env.put("A=B", EnvEntry.open("x")))).contains("'A=B'");
    assertThat(refusal(c -> c.env.put("A", EnvEntry.open("secret\0x"))))
        .contains("'A'")
        .doesNotContain("secret");
  }

  private static void tmpfs(SampleContainer container, String target, List<String> options) {
    container.mounts.add(new Mount.Tmpfs(target, 0, 0755, options));
  }

  private static void bind(SampleContainer container, List<String> options) {
    container.mounts.add(new Mount.Bind("/srv", "/b", options, Mount.Missing.REFUSE));
    container.sources.put("/b", MountSource.of("/srv"));
  }

  private static HostFacts withoutSwapLimit(HostFacts host) {
    return new HostFacts(
        host.cgroups(),
        host.controllers(),
        host.architecture(),
        host.kernel(),
        host.capabilities(),
        host.hardLimits(),
        Set.of(),
        host.ids());
  }

  private static Resources resources(
      @Nullable Long memory,
      @Nullable Long swap,
      @Nullable Long milliCpus,
      List<BlkioThrottle> throttles) {
    return new Resources(memory, null, swap, milliCpus, null, null, null, null, null, throttles);
  }

  private static String refusal(Consumer<SampleContainer> change) {
    SampleContainer container = new SampleContainer();
    change.accept(container);
    JpodException refusal = catchThrowableOfType(JpodException.class, container::config);
    assertThat(refusal).isNotNull();
    assertThat(refusal.hint()).isNotEmpty();
    return String.valueOf(refusal.getMessage());
  }
}
