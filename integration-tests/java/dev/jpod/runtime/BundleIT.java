package dev.jpod.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.host.HostUser;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.ProcessSpec.Ulimit;
import dev.jpod.runtime.RealRuntime.Outcome;
import dev.jpod.runtime.RealRuntime.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bundle promises is so in the container that a real runtime makes of it. */
class BundleIT {
  @ParameterizedTest
  @EnumSource
  void anOrdinaryContainerIsAloneInItsNamespaces(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container =
          runtime.shell(
              "hostname; echo $$; cat /etc/hosts; ls /sys/class/net; echo $GREETING $container;"
                  + " umask; ls /dev/shm /dev/mqueue | wc -l");
      container.env.put("GREETING", EnvEntry.open("hello"));

      assertThat(runtime.run(container).lines())
          .containsExactly(
              "web", "1", "made by the engine: hosts", "lo", "hello jpod", "0022", "3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void capabilitiesAreThoseAskedFor(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer ordinary = runtime.shell("grep -E '^Cap' /proc/self/status | tr -d '\\n\\t'");
      SampleContainer poor = runtime.shell("grep CapBnd /proc/self/status");
      poor.dropped.add("ALL");
      SampleContainer rich = runtime.shell("grep CapEff /proc/self/status");
      rich.added.add("ALL");

      assertThat(runtime.run(ordinary).succeeded())
          .isEqualTo(
              "CapInh:0000000000000000CapPrm:00000000800405fbCapEff:00000000800405fb"
                  + "CapBnd:00000000800405fbCapAmb:0000000000000000");
      assertThat(runtime.run(poor).succeeded()).endsWith("0000000000000000");
      assertThat(Capabilities.named(hex(runtime.run(rich).succeeded())))
          .isEqualTo(rich.host.capabilities());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOrdinaryUserHasOnlyTheCapabilitiesAddedByName(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container =
          runtime.shell("id; grep -E 'CapEff|CapBnd' /proc/self/status | tr -d '\\n\\t'");
      container.user = new ContainerUser(1000, 1001, List.of(50L, 51L), "/home/app");
      container.added.add("CAP_NET_BIND_SERVICE");

      assertThat(runtime.run(container).lines())
          .containsExactly(
              "uid=1000 gid=1001 groups=50,51", "CapEff:0000000000000400CapBnd:00000000800405fb");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theKernelsOwnFilesAreHiddenOrReadOnly(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      String script =
          "cat /proc/keys /proc/timer_list | wc -c; ls /sys/firmware | wc -l;"
              + " echo 3 > /proc/sys/vm/drop_caches; echo 3 > /proc/irq/default_smp_affinity;"
              + " mkdir /sys/fs/cgroup/x /sys/fs/cgroup/cpu/x /sys/x";

      String output = runtime.run(runtime.shell(script)).output();

      assertThat(output.lines().filter("0"::equals)).hasSize(2);
      assertThat(output.lines().filter(line -> line.contains("Read-only file system"))).hasSize(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  @NeedsRoot("reading what the kernel shows to root only")
  void aPrivilegedContainerSeesTheKernelAsItIs(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container =
          runtime.shell(
              "test $(wc -c < /proc/timer_list) -gt 0 && mount -t tmpfs none /tmp && test -w"
                  + " /proc/sys/vm/swappiness && grep Seccomp: /proc/self/status && mknod /tmp/d b"
                  + " 254 0 && grep -c CapEff /proc/self/status");
      container.privileged = true;

      assertThat(runtime.run(container).lines()).containsExactly("Seccomp:\t0", "1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void limitsOfTheProcessAreThoseAskedForAndOtherwiseTheHosts(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer asked = runtime.shell("ulimit -Sn; ulimit -Hn; ulimit -Hc");
      asked.ulimits.put("nofile", new Ulimit(100, 200));
      asked.ulimits.put("core", new Ulimit(0, -1));
      SampleContainer unasked = runtime.shell("ulimit -Sn; ulimit -Hn");
      long hard =
          unasked.host.canRaiseLimits()
              ? 1 << 20
              : requireNonNull(unasked.host.hardLimit("nofile"));

      assertThat(runtime.run(asked).lines()).containsExactly("100", "200", "unlimited");
      assertThat(runtime.run(unasked).lines())
          .containsExactly(Long.toString(hard), Long.toString(hard));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sysctlsAreSetInTheContainersOwnNamespaces(Program program) throws IOException {
    Path hosts = Path.of("/proc/sys/net/ipv4/ping_group_range");
    String before = Files.readString(hosts);
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container =
          runtime.shell("sysctl -n net.ipv4.ping_group_range kernel.shmmni net.core.somaxconn");
      container.sysctls.put("kernel.shmmni", "123");
      container.sysctls.put("net.core.somaxconn", "77");

      String last = HostUser.ofProcess().isRoot() ? "2147483647" : "65536";
      assertThat(runtime.run(container).lines()).containsExactly("0\t" + last, "123", "77");
    }
    assertThat(Files.readString(hosts)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void aReadOnlyRootHasPlacesForTemporaryFiles(Program program) throws IOException {
    try (RealRuntime runtime = new RealRuntime(program)) {
      Files.createDirectories(runtime.rootfs().resolve("run/daemon"));
      SampleContainer container =
          runtime.shell(
              "touch /x /etc/hosts; cd /run/daemon && touch x /tmp/x /var/tmp/x && stat -c %a /run"
                  + " /tmp");
      container.readOnly = true;

      String output = runtime.run(container).output();

      assertThat(output).contains("/x: Read-only file system", "/etc/hosts: Read-only file system");
      assertThat(output).endsWith("755\n1777\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void mountsNestAndKeepTheirOptions(Program program) throws IOException {
    try (RealRuntime runtime = new RealRuntime(program)) {
      Path data = Files.createDirectories(runtime.folder().resolve("data"));
      Files.createDirectories(data.resolve("cache"));
      Path config = Files.writeString(runtime.folder().resolve("site.conf"), "key=value\n");
      SampleContainer container =
          runtime.shell(
              "echo kept > /data/file; touch /data/etc/site.conf; cat /data/etc/site.conf;"
                  + " grep -E ' /data' /proc/mounts | cut -d' ' -f2-4 | sed 's/,discard.*//'");
      container.mounts.add(new Mount.Tmpfs("/data/cache", 1 << 20, 0700, List.of("noexec")));
      container.mounts.add(new Mount.Volume("db", "/data", List.of("nosuid")));
      container.files.add(SampleContainer.config("site.conf", "/data/etc/site.conf"));
      container.sources.put("/data", MountSource.of(data.toString()));
      container.sources.put("/data/etc/site.conf", MountSource.of(config.toString()));

      assertThat(runtime.run(container).lines())
          .contains("touch: /data/etc/site.conf: Read-only file system", "key=value")
          .anyMatch(line -> line.startsWith("/data ext4 rw,nosuid,relatime"))
          .anyMatch(
              line ->
                  line.startsWith(
                      "/data/cache tmpfs rw,nosuid,nodev,noexec,relatime,size=1024k,mode=700"));
      assertThat(data.resolve("file")).hasContent("kept\n");
      assertThat(config).hasContent("key=value\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  @NeedsRoot("making devices")
  void aDeviceCanBeUsedAsFarAsItWasGranted(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container =
          runtime.shell(
              "stat -c '%a %u %t:%T' /dev/mine; (: < /dev/mine) && echo read; (: > /dev/mine);"
                  + " mknod /tmp/other c 10 235 && (: < /tmp/other)");
      container.added.add("CAP_MKNOD");
      container.devices =
          List.of(
              new HostDevice(
                  "/dev/mine",
                  "/dev/mine",
                  HostDevice.Type.CHARACTER,
                  new DeviceNumber(10, 237),
                  0640,
                  7,
                  0,
                  "r"));

      Outcome outcome = runtime.run(container);

      assertThat(outcome.output())
          .contains(
              "640 7 a:ed\n",
              "\nread\n",
              "can't create /dev/mine: Operation not permitted",
              "can't open /tmp/other: Operation not permitted");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInitIsTheFirstProcess(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container = runtime.shell("cat /proc/1/comm; exit 7");
      container.init = true;

      Outcome outcome = runtime.run(container);

      assertThat(outcome.exitCode()).isEqualTo(7);
      assertThat(outcome.output()).isIn("init\n", "catatonit\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHostsNetworkIsTheHostsOwn(Program program) throws IOException {
    String hosts = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer shared = runtime.shell("readlink /proc/self/ns/net");
      shared.network = new NetworkMode.Host();
      SampleContainer own = runtime.shell("readlink /proc/self/ns/net");
      own.network = new NetworkMode.None();

      assertThat(runtime.run(shared).succeeded()).isEqualTo(hosts);
      assertThat(runtime.run(own).succeeded()).startsWith("net:[").isNotEqualTo(hosts);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noNewPrivilegesHolds(Program program) {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container = runtime.shell("grep NoNewPrivs /proc/self/status");
      container.noNewPrivileges = true;

      assertThat(runtime.run(container).succeeded()).endsWith("1");
    }
  }

  private static long hex(String line) {
    return Long.parseLong(line.substring(line.indexOf('\t') + 1), 16);
  }
}
