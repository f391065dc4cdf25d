package dev.jpod.observed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state that a container was found in. */
public sealed interface ContainerStatus {
  /** A run died while it made this container; nothing in it can be relied on. */
  record Incomplete() implements ContainerStatus {}

  /** A run died while it removed this container. */
  record Removing() implements ContainerStatus {}

  /** Made, never started. */
  record Created() implements ContainerStatus {}

  /**
   * Its process runs.
   *
   * @param monitor whether conmon is there, and what it does when the process ends
   */
  record Running(long pid, Instant since, Monitor monitor) implements ContainerStatus {}

  /** Its process is frozen. */
  record Paused(long pid, Instant since, Monitor monitor) implements ContainerStatus {}

  /** It ended and its monitor waits before it starts it again. */
  record Restarting(int exitCode, @Nullable Instant until) implements ContainerStatus {}

  /** It ended. 128 + n stands for signal n. */
  record Exited(int exitCode, Instant at, Cause cause) implements ContainerStatus {}

  /** It ran before a reboot, or its process and its monitor were killed: no exit code is known. */
  record Lost(Reason reason) implements ContainerStatus {}

  /** Whether it has a process, frozen or not. */
  default boolean hasProcess() {
    return this instanceof Running || this instanceof Paused;
  }

  /** Whether it has a process, or its monitor is about to give it one. */
  default boolean isAlive() {
    return hasProcess() || this instanceof Restarting;
  }

  /** What becomes of the exit code of a running container. */
  enum Monitor {
    /** conmon takes it, and starts the container again where its policy says so. */
    ALIVE,
    /** conmon takes it, but a stop was begun: the container is not started again. */
    STOPPING,
    /** Nobody takes it. */
    GONE
  }

  /** Why a container ended. */
  enum Cause {
    BY_ITSELF,
    /** {@code jpod stop} or {@code jpod kill}. */
    STOPPED,
    OUT_OF_MEMORY,
    /** The engine could not start it again. */
    START_FAILED
  }

  /** Why nothing is known of a container's end. */
  enum Reason {
    REBOOT,
    /** What is kept until the next reboot went before it, with the end of a session. */
    RUN_FOLDER_GONE,
    PROCESS_GONE
  }

  /** One word for tables, by the names that Docker and Podman use. */
  default String word() {
    return switch (this) {
      case Incomplete _ -> "incomplete";
      case Removing _ -> "removing";
      case Created _ -> "created";
      case Running _ -> "running";
      case Paused _ -> "paused";
      case Restarting _ -> "restarting";
      case Exited _ -> "exited";
      case Lost _ -> "lost";
    };
  }
}
