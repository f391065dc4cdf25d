package dev.jpod.engine;

import dev.jpod.model.Instance;
import dev.jpod.observed.Health;
import dev.jpod.store.ContainerRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The life of containers. Every method takes the full id, may be called from several threads and
 * processes at once, holds the lock of that one container only, and throws a {@link
 * dev.jpod.model.JpodException} that says what failed.
 */
public interface Containers {
  /**
   * Says that containers will be stopped or removed: what the first of them needs in a process is
   * made ready meanwhile, on a thread of its own. Returns at once.
   */
  void expectEnds();

  /**
   * Makes a container without starting it; on failure nothing of it is left. That nobody else has
   * its name, the caller sees to by {@link NameClaims}.
   */
  ContainerRecord create(ContainerRequest request);

  /**
   * Starts a container; when it returns, the container runs or has run to its end. Idempotent. What
   * was wanted of it becomes "running", and the count of its restarts starts anew.
   */
  default void start(String id) {
    start(id, Gate.OPEN);
  }

  /** As {@link #start(String)}, with a container that runs only when the gate is open. */
  void start(String id, Gate gate);

  /**
   * Stops a container with its stop signal and, when its timeout runs out, with SIGKILL.
   * Idempotent. A restart that its policy was waiting for does not happen.
   *
   * @param timeout null for the container's own
   */
  void stop(String id, Requester requester, @Nullable Duration timeout);

  /**
   * Stops a container whose place another one takes: as {@link #stop} with the container's own
   * timeout, but returns as soon as no process of it is left, and leaves to its monitor what else
   * an end brings. Whoever starts or removes the container later waits for that.
   */
  void vacate(String id);

  /** Stops a container, if it runs, and starts it. */
  void restart(String id, @Nullable Duration timeout);

  /**
   * Sends a signal to the container's first process.
   *
   * @param signal a name with or without {@code SIG}, or a number
   */
  void kill(String id, String signal);

  /** Freezes all processes of a running container. Idempotent. */
  void pause(String id);

  /** Thaws a paused container. Idempotent. */
  void unpause(String id);

  /**
   * Removes a container and all that is its own: processes, mounts, cgroups, folders, anonymous
   * volumes. Idempotent; finishes what an earlier removal or a failed creation left.
   */
  void remove(String id, RemovalMode mode);

  /**
   * Sets the limits of a container, live when it runs, and keeps the new fields as applied. When
   * the kernel refuses, nothing changes.
   *
   * @param left the limits that stay live as others made them, by the paths of their fields
   */
  ContainerRecord update(
      String id, Instance instance, SortedMap<String, String> applied, Set<String> left);

  /**
   * Takes over what needs no runtime call: labels, restart policy, stop signal, log rotation. One
   * that no stack owns becomes the instance's.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED when another stack owns it
   */
  ContainerRecord rewriteRecord(String id, Instance instance, SortedMap<String, String> applied);

  /**
   * Gives a container back that a stack has taken over: no stack owns it, and nothing else changes.
   * Does nothing to one that is gone or not that stack's.
   */
  void disown(String id, String stack);

  /**
   * Writes the instance's configs and secrets anew, each in its old inode, so that a running
   * container sees them at once. Needed before {@link #start} when a reboot took the secrets.
   */
  ContainerRecord rewriteFiles(String id, Instance instance, SortedMap<String, String> applied);

  /**
   * Sends signals to the container's first process, in this order, and keeps the new fields as
   * applied. One without a process needs none: it reads its files when it starts. Unlike {@link
   * #kill}, none of them counts as a wish that the container stops.
   */
  ContainerRecord signal(String id, List<String> signals, SortedMap<String, String> applied);

  /**
   * The content of a secret that a container has as a file, or null when it is not there. Never to
   * be shown or written anywhere.
   *
   * @param target the path in the container
   */
  byte @Nullable [] secretFile(String id, String target);

  /**
   * The value of an environment variable that a container was made with, or null when it has none
   * of that name. Never to be shown or written anywhere.
   */
  @Nullable String secretVariable(String id, String name);

  /**
   * Waits until a container has ended and will not be started again by its policy.
   *
   * @return its exit code, or null when the time ran out
   */
  @Nullable Integer awaitExit(String id, Duration timeout);

  /**
   * What its health check says of a container; null when it has none or has no process. Takes no
   * lock and reads a few small files.
   */
  @Nullable Health health(String id);

  /**
   * What the health check of a container has found out, also of one that has ended since; null for
   * one without a check. Takes no lock.
   */
  @Nullable HealthReport healthReport(String id);

  /**
   * Probes a container at once, and takes the result into its health like any other, with all that
   * follows from it. A probe that is under way is awaited first. Lets the check be kept up again
   * where it was not.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED for a container without a health check or
   *     without a process, and for one that is paused or being stopped
   */
  HealthReport.Result probe(String id);
}
