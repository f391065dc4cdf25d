package dev.jpod.engine;

import static dev.jpod.engine.EngineRig.eventually;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.HealthCheck.OnFailure;
import dev.jpod.model.HealthCheck.Probe;
import dev.jpod.observed.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of health checks; no process that checked anything may be left in the end. */
abstract class HealthRig {
  /** Succeeds while the container has a file /ok. */
  static final Probe OK = command("cat", "/ok");

  /** A container that is healthy. */
  static final String WELL = "echo well >/ok; exec sleep 1000";

  EngineRig rig;
  private final List<Identity> checkers = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    rig = new EngineRig();
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
    for (Identity checker : checkers) {
      eventually("group " + checker + " is gone", () -> group(checker.pid()).isEmpty());
    }
  }

  static List<String> runtimes() {
    return List.of("runc", "crun");
  }

  static Probe command(String... argv) {
    return new Probe.Command(List.of(argv));
  }

  /** A check every 200 ms, of which two failures in a row are too many. */
  static HealthCheck quick(Probe probe, OnFailure onFailure) {
    return new HealthCheck(
        probe,
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        2,
        Duration.ZERO,
        Duration.ofSeconds(5),
        onFailure);
  }

  static HealthCheck quick(Probe probe) {
    return quick(probe, OnFailure.NONE);
  }

  static HealthCheck timed(Probe probe, long interval, long timeout, long startPeriod) {
    return new HealthCheck(
        probe,
        Duration.ofMillis(interval),
        Duration.ofMillis(timeout),
        2,
        Duration.ofMillis(startPeriod),
        Duration.ofMillis(200),
        OnFailure.NONE);
  }

  void becomes(String id, @Nullable Health health) {
    eventually("it is " + health, () -> rig.observer.observe(id).health() == health);
  }

  HealthReport report(String id) {
    return Objects.requireNonNull(rig.containers.healthReport(id), "no health");
  }

  HealthReport.Result lastResult(String id) {
    return report(id).log().getLast();
  }

  /** Waits until so many more probes have been made. */
  void awaitProbes(String id, int more) {
    long until = probes(id) + more;
    eventually("there are " + more + " more results", () -> probes(id) >= until);
  }

  long probes(String id) {
    String text = Objects.requireNonNull(Vitals.text(rig.files(id).health()), "no health");
    return Long.parseLong(text.split(" ", -1)[2]);
  }

  /** Whoever checks a container. */
  Identity checker(String id) {
    Identity checker =
        Objects.requireNonNull(Vitals.identity(rig.files(id).checker()), "nobody checks it");
    checkers.add(checker);
    return checker;
  }

  Identity process(String id) {
    return Objects.requireNonNull(Vitals.read(rig.files(id)).process(), "no process");
  }

  /** The processes that have not ended of a process group. */
  static List<String> group(long leader) {
    List<String> members = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.toList()) {
        if (process.getFileName().toString().chars().allMatch(Character::isDigit)) {
          String text = Vitals.text(process.resolve("stat"));
          String[] fields =
              text == null ? new String[0] : text.substring(text.lastIndexOf(')') + 2).split(" ");
          if (fields.length > 2
              && !fields[0].equals("Z")
              && fields[2].equals(Long.toString(leader))) {
            members.add(process.getFileName().toString());
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return members;
  }

  /** The events of a container, by name. */
  List<String> events(String id) {
    try {
      List<String> names = new ArrayList<>();
      for (String line : Files.readAllLines(rig.layout.events())) {
        if (line.contains(id)) {
          names.add(line.replaceFirst(".*\"event\":\"([a-z-]+)\".*", "$1"));
        }
      }
      return names;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
