package dev.jpod.engine;

import static dev.jpod.engine.EngineRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.engine.EngineRig.Wish;
import dev.jpod.engine.Vitals.Identity;
import dev.jpod.host.HostUser;
import dev.jpod.host.Posix;
import dev.jpod.host.ProcFs;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.Instance;
import dev.jpod.model.Lifecycle.RestartPolicy.When;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.Health;
import dev.jpod.observed.ObservedContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That one process, and never two, checks a container for as long as it runs. */
class HealthUpkeepIT extends HealthRig {
  private static final int SIGKILL = 9;
  private static final long MOST_BYTES = 2 << 20;
  private static final HealthCheck RARE = timed(OK, 3_600_000, 10_000, 0);

  @Test
  void aCheckerTakesLittleMemoryAndHoldsNoDescriptors() throws IOException {
    String id = rig.run(Wish.script(WELL).checked(RARE));
    becomes(id, Health.HEALTHY);
    Identity checker = checker(id);
    eventually("it sleeps", () -> sleeps(checker));

    long bytes = 0;
    for (String pid : group(checker.pid())) {
      bytes += pss(pid);
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
        for (Path descriptor : descriptors.toList()) {
          assertThat(Files.readSymbolicLink(descriptor).toString())
              .satisfiesAnyOf(
                  target -> assertThat(target).isEqualTo("/dev/null"),
                  target -> assertThat(target).contains("/libexec/health-"));
        }
      }
    }

    assertThat(bytes).isPositive().isLessThan(MOST_BYTES);
  }

  private static boolean sleeps(Identity checker) {
    List<String> group = group(checker.pid());
    return group.size() == 2
        && group.stream().anyMatch(pid -> ProcFs.programName(Long.parseLong(pid)).equals("sleep"));
  }

  private static long pss(String pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      if (line.startsWith("Pss:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("the kernel does not tell the memory of " + pid);
  }

  @Test
  void aCheckerEndsWithTheContainerHoweverThatEnds() {
    String byItself = rig.run(Wish.script("echo well >/ok; sleep 0.7").checked(RARE));
    Identity first = checker(byItself);
    String stopped = rig.run(Wish.script(WELL).checked(RARE));
    Identity second = checker(stopped);
    String removed = rig.run(Wish.script(WELL).checked(RARE));
    Identity third = checker(removed);

    rig.containers.stop(stopped, Requester.OPERATOR, Duration.ZERO);
    rig.containers.remove(removed, RemovalMode.KILL_FIRST);
    rig.containers.awaitExit(byItself, Duration.ofSeconds(20));

    for (Identity checker : List.of(first, second, third)) {
      eventually("its group is gone", () -> group(checker.pid()).isEmpty());
    }
  }

  @Test
  void aCheckerOfAContainerWithoutMonitorEndsWithItsRemoval() {
    String id = rig.run(Wish.script(WELL).checked(RARE));
    Identity checker = checker(id);
    Identity monitor = Objects.requireNonNull(Vitals.read(rig.files(id)).monitor());
    Posix.ofHost().kill(monitor.pid(), SIGKILL);
    eventually("the monitor is gone", () -> !monitor.lives());
    Posix.ofHost().kill(process(id).pid(), SIGKILL);

    rig.containers.remove(id, RemovalMode.KILL_FIRST);

    eventually("its group is gone", () -> group(checker.pid()).isEmpty());
  }

  @Test
  @NeedsRoot("cgroups of a service of systemd")
  void monitorAndCheckerDoNotStayInTheServiceOfTheirCaller() throws Exception {
    Path service = Path.of("/sys/fs/cgroup/systemd/jpod-it-service");
    assertThat(service.resolveSibling("cgroup.procs")).exists();
    Files.createDirectories(service);
    String id = rig.create(Wish.script(WELL).checked(RARE));
    Path go = rig.folder.resolve("go");
    Files.writeString(go, "go\n");
    String start =
        "echo $$ >" + service + "/cgroup.procs; exec sh \"$1\" start \"$2\" \"$3\" <\"$4\"";
    Process script =
        new ProcessBuilder(
                "sh",
                "-c",
                start,
                "sh",
                rig.workshop.script().installed().toString(),
                rig.bundle(id).toString(),
                rig.files(id).run().toString(),
                go.toString())
            .inheritIO()
            .start();

    assertThat(script.waitFor()).isZero();

    Identity monitor = Objects.requireNonNull(Vitals.read(rig.files(id)).monitor());
    for (Identity process : List.of(checker(id), monitor)) {
      assertThat(Vitals.text(Path.of("/proc/" + process.pid() + "/cgroup")))
          .doesNotContain("jpod-it-service");
    }
    Files.delete(service);
  }

  @Test
  void aKilledCheckerIsSeenAndAStartRepairsIt() {
    String id = rig.run(Wish.script(WELL).checked(quick(OK)));
    becomes(id, Health.HEALTHY);
    kill(id);

    ObservedContainer found = rig.observer.observe(id);
    assertThat(found.isUnchecked()).isTrue();
    assertThat(found.live())
        .containsEntry(ObservedContainer.HEALTH_CHECK, ObservedContainer.UNCHECKED);

    rig.containers.start(id);

    assertThat(checker(id).lives()).isTrue();
    becomes(id, Health.HEALTHY);
    awaitProbes(id, 2);
    assertThat(rig.observer.observe(id).isUnchecked()).isFalse();
  }

  @Test
  void aKilledCheckerIsReplacedWhenTheRecordIsRewrittenOrSomebodyProbes() {
    Wish wish = Wish.script(WELL).checked(quick(OK));
    String id = rig.run(wish);
    becomes(id, Health.HEALTHY);
    kill(id);
    rewrite(id, wish.instance());
    assertThat(checker(id).lives()).isTrue();
    kill(id);

    assertThat(rig.containers.probe(id).succeeded()).isTrue();

    assertThat(checker(id).lives()).isTrue();
  }

  private void kill(String id) {
    Identity checker = checker(id);
    Posix.ofHost().kill(checker.pid(), SIGKILL);
    eventually("it is gone", () -> !checker.lives());
  }

  private void rewrite(String id, Instance instance) {
    rig.containers.rewriteRecord(id, instance, new TreeMap<>());
  }

  @Test
  void aChangedCheckIsFollowedWithoutARestartAndItsStateBeginsAnew() {
    Wish wish = Wish.script(WELL);
    String id = rig.run(wish);
    Identity process = process(id);

    rewrite(id, wish.checked(RARE).instance());
    becomes(id, Health.HEALTHY);
    Identity first = checker(id);

    rewrite(id, wish.checked(timed(command("false"), 300, 10_000, 0)).instance());
    Identity second = checker(id);
    assertThat(first.lives()).isFalse();
    assertThat(second).isNotEqualTo(first);
    assertThat(rig.observer.observe(id).health()).isEqualTo(Health.STARTING);
    becomes(id, Health.UNHEALTHY);

    rewrite(id, wish.checked(HealthCheck.DISABLED).instance());
    assertThat(second.lives()).isFalse();
    assertThat(rig.observer.observe(id).health()).isNull();
    assertThat(process(id)).isEqualTo(process);
  }

  @Test
  void whatIsRewrittenBesidesTheCheckLeavesItsStateAlone() {
    Wish wish = Wish.script(WELL).checked(RARE);
    String id = rig.run(wish);
    becomes(id, Health.HEALTHY);
    Identity checker = checker(id);

    rewrite(id, wish.restarting(When.ON_FAILURE, 3).instance());

    assertThat(checker(id)).isEqualTo(checker);
    assertThat(rig.observer.observe(id).health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void aPausedContainerIsNotProbed() {
    String id = rig.run(Wish.script(WELL).checked(timed(OK, 200, 1000, 0)));
    becomes(id, Health.HEALTHY);
    rig.containers.pause(id);
    long before = probes(id);

    pass(Duration.ofMillis(1500));

    assertThat(probes(id)).isBetween(before, before + 1);
    assertThat(rig.observer.observe(id).health()).isEqualTo(Health.HEALTHY);
    rig.containers.unpause(id);
    awaitProbes(id, 2);
    assertThat(lastResult(id).succeeded()).isTrue();
  }

  @Test
  void aProbeThatHangsIsKilledWithAllThatItStartedInTheContainer() {
    String hanging = "echo begun; sleep 1111 | sleep 1111";
    String id =
        rig.run(Wish.of("sleep", "1000").checked(timed(command("sh", "-c", hanging), 300, 500, 0)));

    becomes(id, Health.UNHEALTHY);

    assertThat(lastResult(id).exitCode()).isEqualTo(HealthReport.TIMED_OUT);
    assertThat(lastResult(id).output()).isEqualTo("begun\n");
    assertThat(lastResult(id).duration()).isBetween(Duration.ofMillis(480), Duration.ofSeconds(10));
    rewrite(id, Wish.of("sleep", "1000").instance());
    eventually("only the container's own process is left", () -> inCgroup(id).size() == 1);
  }

  private List<Long> inCgroup(String id) {
    HostUser user = HostUser.ofProcess();
    String place = user.isRoot() ? "jpod" : "user-" + user.id() + "/jpod";
    return List.copyOf(CgroupTree.processes(Path.of("/sys/fs/cgroup/pids", place, id)));
  }

  @Test
  void aProbeThatPrintsWithoutEndIsNoBurden() throws IOException {
    String flood = "cat /dev/zero | head -c 1000000000; exit 0";
    String id =
        rig.run(
            Wish.of("sleep", "1000").checked(timed(command("sh", "-c", flood), 9000, 60_000, 0)));

    becomes(id, Health.HEALTHY);

    assertThat(Files.size(rig.files(id).output(1))).isEqualTo(4096);
    try (Stream<Path> files = Files.walk(rig.files(id).run())) {
      assertThat(files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum())
          .isLessThan(50_000);
    }
  }

  @Test
  void aContainerThatItsPolicyStartsAgainIsCheckedAnew() {
    String id =
        rig.run(
            Wish.script("sleep 0.8; exec sleep 1000")
                .restarting(When.ALWAYS, 0)
                .checked(quick(command("true"))));
    becomes(id, Health.HEALTHY);
    Identity first = checker(id);
    Identity process = process(id);

    Posix.ofHost().kill(process.pid(), SIGKILL);

    eventually("it runs again", () -> isAnother(id, process));
    eventually("somebody else checks it", () -> isCheckedByAnother(id, first));
    becomes(id, Health.HEALTHY);
    eventually("the first group is gone", () -> group(first.pid()).isEmpty());
  }

  private boolean isCheckedByAnother(String id, Identity before) {
    return HealthFiles.isKeptUp(rig.files(id)) && !checker(id).equals(before);
  }

  private boolean isAnother(String id, Identity process) {
    return rig.status(id) instanceof ContainerStatus.Running && !process(id).equals(process);
  }

  @Test
  void whatWasCheckedBeforeARebootIsCheckedAgainOnceItRuns() throws IOException {
    String id = rig.run(Wish.script(WELL).checked(quick(OK)));
    becomes(id, Health.HEALTHY);
    Identity monitor = Objects.requireNonNull(Vitals.read(rig.files(id)).monitor());
    kill(id);
    Posix.ofHost().kill(monitor.pid(), SIGKILL);
    Posix.ofHost().kill(process(id).pid(), SIGKILL);
    Files.writeString(rig.layout.bootId(), "another-boot\n");
    assertThat(rig.observer.observe(id).health()).isNull();

    Containers afterwards =
        new StoreEngine(rig.layout, rig.workshop.images(), rig.workshop.user()).containers();
    afterwards.start(id);

    becomes(id, Health.HEALTHY);
    assertThat(checker(id).lives()).isTrue();
  }

  @Test
  void aCheckerWhoseFolderIsGoneEnds() {
    String id = rig.run(Wish.script(WELL).checked(quick(OK)));
    becomes(id, Health.HEALTHY);
    Identity checker = checker(id);
    Path moved = rig.files(id).checkFolder().resolveSibling("moved");

    assertThat(rig.files(id).checkFolder().toFile().renameTo(moved.toFile())).isTrue();

    eventually("it is gone", () -> !checker.lives());
  }

  private static void pass(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
