package dev.jpod.cli;

import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ObservedContainer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of a container in a few words, as Docker's and Podman's users know them. */
final class StatusText {
  private StatusText() {}

  static String of(ObservedContainer container, Instant now) {
    ContainerStatus status = container.status();
    String text = of(status, now);
    return status instanceof ContainerStatus.Paused
        ? text
        : text + HealthText.suffix(HealthText.of(container));
  }

  private static String of(ContainerStatus status, Instant now) {
    if (status instanceof ContainerStatus.Running running) {
      return running(running, now);
    }
    return switch (status) {
      case ContainerStatus.Incomplete _ -> "Incomplete";
      case ContainerStatus.Removing _ -> "Removing";
      case ContainerStatus.Created _ -> "Created";
      case ContainerStatus.Running running -> running(running, now);
      case ContainerStatus.Paused paused ->
          "Up " + since(paused.since(), now) + " (paused)" + monitor(paused.monitor());
      case ContainerStatus.Restarting restarting ->
          "Restarting (" + restarting.exitCode() + ")" + until(restarting.until(), now);
      case ContainerStatus.Exited exited ->
          "Exited ("
              + exited.exitCode()
              + ") "
              + since(exited.at(), now)
              + " ago"
              + cause(exited.cause());
      case ContainerStatus.Lost lost ->
          switch (lost.reason()) {
            case REBOOT -> "Lost (reboot)";
            case RUN_FOLDER_GONE -> "Lost (session ended)";
            case PROCESS_GONE -> "Lost (killed)";
          };
    };
  }

  private static String running(ContainerStatus.Running running, Instant now) {
    return "Up " + since(running.since(), now) + monitor(running.monitor());
  }

  private static String since(Instant then, Instant now) {
    return Times.roughly(Duration.between(then, now));
  }

  private static String until(@Nullable Instant then, Instant now) {
    return then == null ? "" : " in " + Times.roughly(Duration.between(now, then));
  }

  private static String monitor(Monitor monitor) {
    return switch (monitor) {
      case ALIVE -> "";
      case STOPPING -> " (stopping)";
      case GONE -> " (unmonitored)";
    };
  }

  private static String cause(Cause cause) {
    return switch (cause) {
      case BY_ITSELF, STOPPED -> "";
      case OUT_OF_MEMORY -> ", out of memory";
      case START_FAILED -> ", start failed";
    };
  }
}
