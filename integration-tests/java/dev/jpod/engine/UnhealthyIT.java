package dev.jpod.engine;

import static dev.jpod.engine.EngineRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.engine.EngineRig.Wish;
import dev.jpod.engine.Vitals.Identity;
import dev.jpod.model.HealthCheck.OnFailure;
import dev.jpod.model.Lifecycle.RestartPolicy.When;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.Health;
import dev.jpod.observed.ObservedContainer.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of an unhealthy container, with no jpod there. */
class UnhealthyIT extends HealthRig {
  private static final String IGNORES_TERM =
      "trap 'echo asked >/ok.asked' TERM; while :; do sleep 0.1; done";
  private static final String HEEDS_TERM =
      "trap 'echo asked; exit 3' TERM; while :; do sleep 0.1; done";

  private Wish sick(String script, OnFailure onFailure) {
    return Wish.script(script).checked(quick(command("false"), onFailure));
  }

  @Test
  void noneLeavesItRunning() {
    String id = rig.run(sick("exec sleep 1000", OnFailure.NONE));
    Identity process = process(id);

    becomes(id, Health.UNHEALTHY);
    awaitProbes(id, 3);

    assertThat(process.lives()).isTrue();
    assertThat(report(id).failingStreak()).isGreaterThan(3);
  }

  @Test
  void killEndsItAndItsPolicyMayLeaveItSo() {
    String id = rig.run(sick(HEEDS_TERM, OnFailure.KILL));

    assertThat(rig.containers.awaitExit(id, Duration.ofSeconds(20))).isEqualTo(137);
    assertThat(rig.observer.observe(id).wanted()).isEqualTo(Wanted.RUNNING);
    assertThat(events(id)).containsSubsequence("unhealthy", "die");
    assertThat(report(id).log().getLast().exitCode()).isEqualTo(1);
  }

  @Test
  void killEndsItAndItsPolicyMayStartItAgain() {
    String id = rig.run(sick("exec sleep 1000", OnFailure.KILL).restarting(When.ON_FAILURE, 1));

    assertThat(rig.containers.awaitExit(id, Duration.ofSeconds(20))).isEqualTo(137);
    assertThat(rig.observer.observe(id).restarts()).isEqualTo(1);
  }

  @Test
  void restartStartsItAgainWhateverItsPolicy() {
    String id = rig.run(sick(HEEDS_TERM, OnFailure.RESTART));
    Identity first = process(id);

    eventually("it runs again", () -> runsAnother(id, first));

    assertThat(rig.observer.observe(id).restarts()).isEqualTo(1);
    assertThat(rig.log(id)).contains("STDOUT asked");
    Identity second = process(id);
    eventually("it runs again", () -> runsAnother(id, second));
    assertThat(events(id)).containsSubsequence("unhealthy", "die", "restart", "unhealthy", "die");
  }

  private boolean runsAnother(String id, Identity process) {
    return rig.status(id) instanceof ContainerStatus.Running && !process(id).equals(process);
  }

  @Test
  void restartKillsWhatDoesNotHeedTheSignal() {
    String id = rig.run(sick(IGNORES_TERM, OnFailure.RESTART));
    Identity first = process(id);

    eventually("it runs again", () -> runsAnother(id, first));

    assertThat(rig.bundle(id).resolve("upper/ok.asked")).exists();
  }

  @Test
  void stopStopsItForGood() throws IOException {
    String id = rig.run(sick(HEEDS_TERM, OnFailure.STOP).restarting(When.ALWAYS, 0));

    assertThat(rig.containers.awaitExit(id, Duration.ofSeconds(20))).isEqualTo(3);
    assertThat(rig.status(id))
        .isInstanceOfSatisfying(
            ContainerStatus.Exited.class,
            exited -> assertThat(exited.cause()).isEqualTo(Cause.STOPPED));
    assertThat(rig.observer.observe(id).wanted()).isEqualTo(Wanted.STOPPED);
    assertThat(Files.readString(rig.files(id).stopped())).isEqualTo("operator unhealthy\n");

    rig.containers.start(id);

    assertThat(rig.status(id)).isInstanceOf(ContainerStatus.Running.class);
    assertThat(rig.observer.observe(id).wanted()).isEqualTo(Wanted.RUNNING);
  }

  @Test
  void aContainerThatIsBeingStoppedDoesNotBecomeUnhealthy() {
    String id =
        rig.run(
            Wish.script("echo well >/ok; trap 'rm /ok' TERM; while :; do sleep 0.1; done")
                .checked(quick(OK)));
    becomes(id, Health.HEALTHY);

    rig.containers.stop(id, Requester.OPERATOR, Duration.ofSeconds(2));

    assertThat(events(id)).doesNotContain("unhealthy");
    assertThat(report(id).health()).isEqualTo(Health.HEALTHY);
  }
}
