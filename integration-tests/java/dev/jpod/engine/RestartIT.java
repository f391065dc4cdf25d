package dev.jpod.engine;

import static dev.jpod.engine.EngineRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.EngineRig.Wish;
import dev.jpod.engine.Vitals.Identity;
import dev.jpod.engine.Vitals.State;
import dev.jpod.host.FileTree;
import dev.jpod.host.Posix;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle.RestartPolicy.When;
import dev.jpod.model.Resources;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What happens after the end of a container, with no jpod there. */
class RestartIT extends FreshEngine {
  private static final int SIGKILL = 9;

  @Test
  void aKilledContainerIsStartedAgain() {
    String id = rig.run(Wish.of("sleep", "1000").restarting(When.ALWAYS, 0));
    Identity first = process(id);

    Posix.ofHost().kill(first.pid(), SIGKILL);

    eventually("another process runs", () -> runs(id) && !process(id).equals(first));
    assertThat(rig.observer.observe(id).restarts()).isEqualTo(1);
    assertThat(process(id).lives()).isTrue();
  }

  @Test
  void pausesBetweenRestartsDouble() {
    String id = rig.run(Wish.script("sleep 0.1; exit 1").restarting(When.ALWAYS, 0));

    eventually(
        "it waits 400 ms",
        () -> {
          Vitals vitals = Vitals.read(rig.files(id));
          return vitals.state() == State.WAITING && vitals.pauseMillis() == 400;
        });
    ContainerStatus status = rig.status(id);
    assertThat(status).isInstanceOf(ContainerStatus.Restarting.class);
    assertThat(((ContainerStatus.Restarting) status).exitCode()).isEqualTo(1);

    rig.containers.stop(id, Requester.OPERATOR, null);

    assertThat(rig.status(id))
        .isInstanceOfSatisfying(
            ContainerStatus.Exited.class,
            exited -> assertThat(exited.cause()).isEqualTo(Cause.STOPPED));
  }

  @Test
  void aFailureIsTriedAgainSoOftenAndNoMore() {
    String id = rig.run(Wish.script("sleep 0.1; exit 7").restarting(When.ON_FAILURE, 2));

    assertThat(rig.containers.awaitExit(id, Duration.ofSeconds(20))).isEqualTo(7);
    assertThat(rig.observer.observe(id).restarts()).isEqualTo(2);
  }

  @Test
  void onFailureLeavesASuccessAlone() {
    String id = rig.run(Wish.script("sleep 0.1; exit 0").restarting(When.ON_FAILURE, 0));

    assertThat(rig.containers.awaitExit(id, Duration.ofSeconds(20))).isZero();
    assertThat(rig.observer.observe(id).restarts()).isZero();
  }

  @Test
  void aStoppedContainerStaysStopped() {
    String id = rig.run(Wish.of("sleep", "1000").restarting(When.ALWAYS, 0));

    rig.containers.stop(id, Requester.OPERATOR, Duration.ZERO);

    assertThat(rig.status(id))
        .isInstanceOfSatisfying(
            ContainerStatus.Exited.class,
            exited -> {
              assertThat(exited.exitCode()).isEqualTo(137);
              assertThat(exited.cause()).isEqualTo(Cause.STOPPED);
            });
    assertThat(process(id).lives()).isFalse();
  }

  @Test
  void aStartDuringTheWaitTakesOver() {
    String id = rig.run(Wish.script("sleep 0.3; exit 1").restarting(When.ALWAYS, 0));
    eventually("it waits", () -> Vitals.read(rig.files(id)).state() == State.WAITING);

    rig.containers.start(id);

    assertThat(runs(id)).isTrue();
    assertThat(rig.observer.observe(id).restarts()).isZero();
  }

  @Test
  void aContainerWhoseMonitorWasKilledGoesOnAndCanBeStopped() {
    String id = rig.run(Wish.of("sleep", "1000").restarting(When.ALWAYS, 0));
    Identity process = process(id);
    Posix.ofHost().kill(monitor(id).pid(), SIGKILL);
    eventually("the monitor is gone", () -> !monitor(id).lives());

    assertThat(rig.status(id))
        .isInstanceOfSatisfying(
            ContainerStatus.Running.class,
            running -> assertThat(running.monitor()).isEqualTo(ContainerStatus.Monitor.GONE));

    rig.containers.stop(id, Requester.RECONCILER, Duration.ZERO);

    assertThat(process.lives()).isFalse();
    assertThat(rig.status(id))
        .isInstanceOfSatisfying(
            ContainerStatus.Exited.class, exited -> assertThat(exited.exitCode()).isEqualTo(137));
  }

  @Test
  void aContainerThatLostProcessAndMonitorIsLostAndCanBeStartedAgain() {
    String id = rig.run(Wish.of("sleep", "1000").restarting(When.ALWAYS, 0));
    killBoth(id);

    assertThat(rig.status(id))
        .isEqualTo(new ContainerStatus.Lost(ContainerStatus.Reason.PROCESS_GONE));

    rig.containers.start(id);

    assertThat(runs(id)).isTrue();
  }

  @Test
  void aLostContainerIsRemovedWithoutATrace() {
    String id = rig.run(Wish.of("sleep", "1000"));
    killBoth(id);

    rig.containers.remove(id, RemovalMode.ONLY_STOPPED);

    assertThat(rig.files(id).bundle()).doesNotExist();
    assertThat(rig.files(id).run()).doesNotExist();
  }

  @Test
  void aContainerIsRemovedAlsoWhenTheRuntimeHasForgottenIt() throws IOException {
    String id = rig.run(Wish.of("sleep", "1000"));
    Identity process = process(id);
    FileTree.delete(rig.layout.runtimeState("runc"));

    rig.containers.remove(id, RemovalMode.STOP_FIRST);

    assertThat(process.lives()).isFalse();
  }

  @Test
  void whatRanBeforeARebootIsLostAndCanBeStartedAgain() throws IOException {
    String running = rig.run(Wish.of("sleep", "1000").restarting(When.ALWAYS, 0));
    String ended = rig.run(Wish.script("sleep 0.1; exit 4"));
    String fresh = rig.create(Wish.of("sleep", "1000"));
    assertThat(rig.containers.awaitExit(ended, Duration.ofSeconds(20))).isEqualTo(4);
    killBoth(running);
    Files.writeString(rig.layout.bootId(), "another-boot\n");

    assertThat(rig.status(running))
        .isEqualTo(new ContainerStatus.Lost(ContainerStatus.Reason.REBOOT));
    assertThat(rig.status(ended)).isInstanceOf(ContainerStatus.Exited.class);
    assertThat(rig.status(fresh)).isInstanceOf(ContainerStatus.Created.class);

    Containers afterwards =
        new StoreEngine(rig.layout, rig.workshop.images(), rig.workshop.user()).containers();
    afterwards.start(running);
    afterwards.start(fresh);
    afterwards.start(ended);

    assertThat(runs(running)).isTrue();
    assertThat(runs(fresh)).isTrue();
    assertThat(afterwards.awaitExit(ended, Duration.ofSeconds(20))).isEqualTo(4);
  }

  @Test
  void aContainerThatTookTooMuchMemorySaysSo() {
    Resources limits =
        new Resources(16L << 20, null, null, null, null, null, null, null, null, List.of());
    String id = rig.run(Wish.script("sleep 0.2; exec tail /dev/zero").limitedTo(limits));

    assertThat(rig.containers.awaitExit(id, Duration.ofSeconds(20))).isEqualTo(137);
    assertThat(rig.status(id))
        .isInstanceOfSatisfying(
            ContainerStatus.Exited.class,
            exited -> assertThat(exited.cause()).isEqualTo(Cause.OUT_OF_MEMORY));
  }

  @Test
  void aContainerThatMadeAPipeOfItsGroupsIsNotStartedAgain() {
    String id =
        rig.run(
            Wish.script("mkdir -p /etc; rm -f /etc/group; mkfifo /etc/group; sleep 0.3; exit 1")
                .restarting(When.ON_FAILURE, 2));

    eventually(
        "all attempts failed",
        () -> rig.status(id) instanceof ContainerStatus.Exited exited && exited.exitCode() == 125);

    assertThatThrownBy(() -> rig.containers.start(id))
        .isInstanceOf(JpodException.class)
        .hasMessage(
            "container 'shop-web-0' could not be started: its '/etc/group' is not a regular file");
  }

  /**
   * The runtime reads /etc/group of the container, a link that it has made to a pipe, and waits.
   */
  private String runWithHiddenPipe() {
    return rig.run(
        Wish.script("mkdir -p /etc; mkfifo /pipe; ln -sf /pipe /etc/group; sleep 0.3; exit 1")
            .restarting(When.ALWAYS, 0));
  }

  @Test
  void aStartInTheBackgroundThatTakesTooLongFails() throws IOException {
    Path script = rig.workshop.script().installed();
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    String text = Files.readString(script);
    assertThat(text).contains("longest_start=60");
    // As long as before: a script of another length would be replaced.
    Files.writeString(script, text.replace("longest_start=60", "longest_start=01"));
    String id = runWithHiddenPipe();

    eventually("it is started again", () -> Vitals.read(rig.files(id)).state() == State.STARTING);
    eventually("the start failed", () -> Vitals.read(rig.files(id)).state() == State.WAITING);

    assertThat(Vitals.read(rig.files(id)).exitCode()).isEqualTo(125);
  }

  @Test
  void aStartThatTheContainerHoldsUpDoesNotKeepItFromBeingRemoved() {
    String id = runWithHiddenPipe();
    eventually("it is started again", () -> Vitals.read(rig.files(id)).state() == State.STARTING);

    rig.containers.remove(id, RemovalMode.KILL_FIRST);

    assertThat(rig.files(id).bundle()).doesNotExist();
    assertThat(rig.files(id).run()).doesNotExist();
  }

  private void killBoth(String id) {
    Identity process = process(id);
    Posix.ofHost().kill(monitor(id).pid(), SIGKILL);
    eventually("the monitor is gone", () -> !monitor(id).lives());
    Posix.ofHost().kill(process.pid(), SIGKILL);
    eventually("the process is gone", () -> !process.lives());
  }

  private boolean runs(String id) {
    return rig.status(id) instanceof ContainerStatus.Running;
  }

  private Identity process(String id) {
    return Objects.requireNonNull(Vitals.read(rig.files(id)).process(), "no process");
  }

  private Identity monitor(String id) {
    return Objects.requireNonNull(Vitals.read(rig.files(id)).monitor(), "no monitor");
  }
}
