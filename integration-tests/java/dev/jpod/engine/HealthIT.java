package dev.jpod.engine;

import static dev.jpod.engine.EngineRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.EngineRig.Wish;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.HealthCheck.OnFailure;
import dev.jpod.model.HealthCheck.Probe;
import dev.jpod.model.JpodException;
import dev.jpod.observed.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the health of a container is found out, and what it goes through. */
class HealthIT extends HealthRig {
  @Test
  void aContainerIsStartingUntilAProbeSucceedsAndUnhealthyAfterTwoFailuresInARow() {
    String id = rig.run(Wish.of("sleep", "1000").checked(timed(OK, 500, 10_000, 60_000)));

    assertThat(rig.observer.observe(id).health()).isEqualTo(Health.STARTING);
    assertThat(rig.containers.health(id)).isEqualTo(Health.STARTING);
    awaitProbes(id, 4);
    assertThat(report(id).health()).isEqualTo(Health.STARTING);
    assertThat(report(id).failingStreak()).isZero();
    exec(id, "echo well >/ok");
    becomes(id, Health.HEALTHY);
    exec(id, "rm /ok");
    becomes(id, Health.UNHEALTHY);
    assertThat(report(id).failingStreak()).isGreaterThanOrEqualTo(2);
    exec(id, "echo well >/ok");
    becomes(id, Health.HEALTHY);

    assertThat(report(id).failingStreak()).isZero();
    List<String> all = List.of("create", "start", "healthy", "unhealthy", "healthy");
    eventually("the events are " + all, () -> events(id).equals(all));
  }

  @Test
  void withoutAStartPeriodTheFirstFailureCountsAfterOneInterval() {
    Instant begun = Instant.now();
    String id = rig.run(Wish.of("sleep", "1000").checked(timed(command("false"), 1000, 9000, 0)));

    becomes(id, Health.UNHEALTHY);

    assertThat(Duration.between(begun, Instant.now()))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
  }

  @Test
  void aContainerWithoutACheckHasNoHealth() {
    String id = rig.run(Wish.of("sleep", "1000"));

    assertThat(rig.observer.observe(id).health()).isNull();
    assertThat(rig.containers.healthReport(id)).isNull();
    assertThatThrownBy(() -> rig.containers.probe(id))
        .isInstanceOf(JpodException.class)
        .hasMessage("container 'shop-web-0' has no health check");
  }

  @Test
  void theLastFiveResultsAreKeptWithTimesCodesAndOutput() {
    Instant begun = Instant.now().minusMillis(1);
    String id =
        rig.run(
            Wish.of("sleep", "1000")
                .checked(quick(command("sh", "-c", "echo out; echo err >&2; exit 7"))));
    awaitProbes(id, 7);

    HealthReport report = report(id);

    assertThat(report.log()).hasSize(5);
    for (HealthReport.Result result : report.log()) {
      assertThat(result.exitCode()).isEqualTo(7);
      assertThat(result.output()).contains("out\n").contains("err\n");
      assertThat(result.time()).isBetween(begun, Instant.now());
      assertThat(result.duration()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void aCommandHasUserEnvironmentFolderAndPrivilegesOfTheContainer(String runtime)
      throws IOException {
    String id =
        rig.run(
            Wish.of("sleep", "1000")
                .as("app")
                .by(rig.runtime(runtime))
                .checked(
                    quick(command("sh", "-c", "id -u; echo $PATH; pwd; cat /proc/self/status"))));
    becomes(id, Health.HEALTHY);

    String output = lastResult(id).output();

    assertThat(output).startsWith("7\n/bin\n/\n");
    assertThat(privileges(output)).hasSize(8).isEqualTo(privileges(status(process(id).pid())));
  }

  private static List<String> privileges(String status) {
    return status.lines().filter(line -> line.matches("(Cap|NoNewPrivs|Seccomp:|Gid).*")).toList();
  }

  private static String status(long pid) {
    return Objects.requireNonNull(Vitals.text(Path.of("/proc/" + pid + "/status")));
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void theWordsOfACommandArriveAsTheyAre(String runtime) throws IOException {
    String word = "a \\n b\n'$(echo c)' \"\\\\\" *\n\n";
    String id =
        rig.run(
            Wish.of("sleep", "1000")
                .by(rig.runtime(runtime))
                .checked(quick(command("sh", "-c", "printf %s \"$1\" | od -c", "x", word))));
    becomes(id, Health.HEALTHY);

    String plain = lastResult(id).output().replaceAll("(?m)^\\d+ ?", "").replaceAll("\\s", "");

    assertThat(plain).isEqualTo("a\\nb\\n'$(echoc)'\"\\\\\"*\\n\\n");
  }

  @Test
  void aProgramThatIsNotThereIsAFailureThatSaysSo() {
    String id = rig.run(Wish.of("sleep", "1000").checked(quick(command("no-such-program"))));

    becomes(id, Health.UNHEALTHY);

    assertThat(lastResult(id).output()).contains("no-such-program");
    assertThat(lastResult(id).succeeded()).isFalse();
  }

  @Test
  void aConnectionIsTriedInsideTheNetworkOfTheContainer() {
    String id =
        rig.run(Wish.script("sleep 0.5; exec nc -ll -p 7 -e cat").checked(quick(new Probe.Tcp(7))));
    becomes(id, Health.HEALTHY);
    String other = rig.run(Wish.of("sleep", "1000").checked(quick(new Probe.Tcp(7))));

    becomes(other, Health.UNHEALTHY);

    assertThat(lastResult(other).output()).isEqualTo("nothing accepts connections to port 7\n");
  }

  @Test
  void aServerOnTheLoopbackOfVersionSixIsFound() {
    String id =
        rig.run(
            Wish.of("httpd", "-f", "-p", "[::1]:7", "-h", "/data")
                .checked(quick(new Probe.Http(7, "/from-base"))));

    becomes(id, Health.HEALTHY);
  }

  @Test
  void anAnswerFrom200To399IsASuccessAndAnyOtherAFailureThatIsShown() {
    String server = "nc -ll -p 80 -e sh -c 'cat /answer; cat >/dev/null'";
    String id = rig.run(Wish.script(server).checked(quick(new Probe.Http(80, "/x?y=%20'$a"))));
    for (String answer : List.of("200 OK", "302 Found", "399 Odd")) {
      exec(id, "printf 'HTTP/1.1 " + answer + "\\r\\nA: b\\r\\n\\r\\nall well' >/answer");
      awaitProbes(id, 2);
      assertThat(lastResult(id)).returns(0, HealthReport.Result::exitCode);
      assertThat(lastResult(id).output()).isEqualTo("HTTP/1.1 " + answer + "\n");
    }
    for (String answer : List.of("400 Bad", "503 Down", "199 Odd", "2000 Odd")) {
      exec(id, "printf 'HTTP/1.1 " + answer + "\\r\\nA: b\\r\\n\\r\\nno database' >/answer");
      awaitProbes(id, 2);
      assertThat(lastResult(id)).returns(1, HealthReport.Result::exitCode);
      assertThat(lastResult(id).output()).isEqualTo("HTTP/1.1 " + answer + "\nno database\n");
    }
    exec(id, "head -c 100000 /dev/zero | tr '\\0' x >/answer");
    awaitProbes(id, 2);
    assertThat(lastResult(id).succeeded()).isFalse();
    assertThat(lastResult(id).output()).contains("this is no answer by HTTP");
  }

  @Test
  void aRequestNamesItsPathAndItsHost() {
    String server = "exec nc -ll -p 80 -e sh -c 'head -n 2 >/asked; printf \"HTTP/1.0 200\\n\\n\"'";
    String id = rig.run(Wish.script(server).checked(quick(new Probe.Http(80, "/x?y=%20'$a;b"))));
    becomes(id, Health.HEALTHY);
    String seen = rig.bundle(id).resolve("upper/asked").toString();

    assertThat(Vitals.text(Path.of(seen)))
        .isEqualTo("GET /x?y=%20'$a;b HTTP/1.1\r\nHost: localhost:80\r\n");
  }

  @Test
  void theCheckOfTheImageCountsWhereNothingIsSaid() {
    String id = rig.run(Wish.of("sleep", "1000").from(BusyboxImages.WITH_CHECK));
    String off =
        rig.run(
            Wish.of("sleep", "1000").from(BusyboxImages.WITH_CHECK).checked(HealthCheck.DISABLED));
    String own =
        rig.run(
            Wish.script(WELL).from(BusyboxImages.WITH_CHECK).checked(quick(OK, OnFailure.NONE)));

    becomes(id, Health.HEALTHY);
    becomes(own, Health.HEALTHY);

    assertThat(lastResult(id).output()).isEqualTo("of the image\n");
    assertThat(lastResult(own).output()).isEqualTo("well\n");
    assertThat(rig.observer.observe(off).health()).isNull();
  }

  @Test
  void aProbeByHandIsRecordedLikeTheOthers() {
    HealthCheck rare = timed(OK, 3_600_000, 10_000, 0);
    String id = rig.run(Wish.script(WELL).checked(rare));
    becomes(id, Health.HEALTHY);
    long before = probes(id);

    assertThat(rig.containers.probe(id).output()).isEqualTo("well\n");
    exec(id, "rm /ok");
    assertThat(rig.containers.probe(id).exitCode()).isEqualTo(1);
    assertThat(rig.observer.observe(id).health()).isEqualTo(Health.HEALTHY);
    assertThat(rig.containers.probe(id).succeeded()).isFalse();

    assertThat(rig.observer.observe(id).health()).isEqualTo(Health.UNHEALTHY);
    assertThat(probes(id)).isEqualTo(before + 3);
    assertThat(events(id)).endsWith("healthy", "unhealthy");
  }

  @Test
  void aContainerThatDoesNotRunCannotBeProbed() {
    String id = rig.run(Wish.script(WELL).checked(quick(OK)));
    rig.containers.pause(id);
    assertThatThrownBy(() -> rig.containers.probe(id))
        .isInstanceOf(JpodException.class)
        .hasMessage("container 'shop-web-0' is paused, so it cannot be probed");
    rig.containers.unpause(id);
    rig.containers.stop(id, Requester.OPERATOR, Duration.ZERO);

    assertThatThrownBy(() -> rig.containers.probe(id))
        .isInstanceOf(JpodException.class)
        .hasMessage("container 'shop-web-0' does not run, so it cannot be probed");
    assertThat(rig.observer.observe(id).health()).isNull();
    assertThat(rig.containers.health(id)).isNull();
  }

  private void exec(String id, String script) {
    int code =
        rig.engine
            .exec()
            .run(
                id,
                new ExecSpec(
                    List.of("sh", "-c", script),
                    Map.of(),
                    null,
                    null,
                    false,
                    false,
                    false,
                    ExecSpec.Ending.WAIT));
    assertThat(code).as(script).isZero();
  }
}
