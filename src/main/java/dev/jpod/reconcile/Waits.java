package dev.jpod.reconcile;

import dev.jpod.engine.Containers;
import dev.jpod.engine.HealthReport;
import dev.jpod.model.Failure;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.observed.Health;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for containers; every wait is given up when the end of the run is asked for. */
final class Waits {
  private static final Duration LONGEST_AT_A_TIME = Duration.ofMillis(500);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private static final int LONGEST_OUTPUT = 200;

  private final Containers containers;
  private final Drain drain;
  private final @Nullable Duration total;
  private final long began = System.nanoTime();

  /**
   * @param total how long all waits may last together from now on; null for no such bound
   */
  Waits(Containers containers, Drain drain, @Nullable Duration total) {
    this.containers = containers;
    this.drain = drain;
    this.total = total;
  }

  /** Waits until a container has ended with exit code 0. */
  void untilCompleted(InstanceKey key, String id, Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    Integer exitCode = null;
    while (exitCode == null) {
      long left = left(key, deadline);
      if (left <= 0) {
        throw new JpodException(
            Failure.TIMED_OUT,
            key.display() + " has not completed within " + seconds(longest),
            "see 'jpod logs "
                + key.containerName()
                + "', or wait longer with --wait-timeout or the pod's 'update.deadline'");
      }
      exitCode =
          containers.awaitExit(id, Duration.ofNanos(Math.min(left, LONGEST_AT_A_TIME.toNanos())));
    }
    if (exitCode != 0) {
      throw ended(key, exitCode, "has to complete with 0");
    }
  }

  /** Waits until a container is healthy, or has completed. */
  void untilHealthy(InstanceKey key, String id, Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (true) {
      Health health = containers.health(id);
      if (health == Health.HEALTHY) {
        return;
      }
      if (health == Health.UNHEALTHY) {
        throw JpodException.failed(
            key.display() + " is unhealthy" + lastResult(id),
            "correct the container or its health check; 'jpod healthcheck run "
                + key.containerName()
                + "' tries it, while the container is there");
      }
      if (health == null && hasCompleted(key, id)) {
        return;
      }
      if (left(key, deadline) <= 0) {
        throw new JpodException(
            Failure.TIMED_OUT,
            key.display() + " has not become healthy within " + seconds(longest) + lastResult(id),
            "see 'jpod inspect "
                + key.containerName()
                + "', or wait longer with --wait-timeout or the pod's 'update.deadline'");
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /** What its health check said last, if anything. */
  private String lastResult(String id) {
    HealthReport report = containers.healthReport(id);
    if (report == null || report.log().isEmpty()) {
      return "";
    }
    HealthReport.Result last = report.log().getLast();
    String said = last.output().strip().replace('\n', ' ');
    String shown = said.length() <= LONGEST_OUTPUT ? said : said.substring(0, LONGEST_OUTPUT) + "…";
    String code =
        last.exitCode() == HealthReport.TIMED_OUT
            ? "timed out"
            : "ended with exit code " + last.exitCode();
    return ": its health check " + code + (shown.isEmpty() ? "" : ": " + shown);
  }

  /** Whether it ended as it should; that it runs without saying anything yet is possible. */
  private boolean hasCompleted(InstanceKey key, String id) {
    Integer exitCode = containers.awaitExit(id, Duration.ZERO);
    if (exitCode != null && exitCode != 0) {
      throw ended(key, exitCode, "has to become healthy");
    }
    return exitCode != null;
  }

  private static JpodException ended(InstanceKey key, @Nullable Integer exitCode, String wanted) {
    return JpodException.failed(
        key.display() + " ended with exit code " + exitCode + ", but " + wanted,
        "see 'jpod logs " + key.containerName() + "'");
  }

  private long left(InstanceKey key, long deadline) {
    if (drain.endsWaits()) {
      throw new Executor.WaitGivenUp();
    }
    long now = System.nanoTime();
    if (total != null && now - began >= total.toNanos()) {
      throw new JpodException(
          Failure.TIMED_OUT,
          "the whole run may wait for "
              + seconds(total)
              + ", which were over while it waited for "
              + key.display(),
          "see 'jpod logs " + key.containerName() + "', or give it longer with --timeout");
    }
    return deadline - now;
  }

  static String seconds(Duration duration) {
    return duration.toMillis() < 10_000
        ? duration.toMillis() / 1000.0 + " s"
        : duration.toSeconds() + " s";
  }
}
