package dev.jpod.reconcile;

import dev.jpod.engine.Containers;
import dev.jpod.engine.Engine;
import dev.jpod.engine.RemovalMode;
import dev.jpod.engine.Requester;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an operator does to pods as a whole: their own part and all their containers. */
public final class PodLife {
  /** As good as without end: an init container may take as long as it likes. */
  private static final Duration LONG = Duration.ofDays(365);

  private final Engine engine;

  public PodLife(Engine engine) {
    this.engine = engine;
  }

  /** The containers of a pod, by name. */
  public List<ObservedContainer> containersOf(String pod) {
    List<ObservedContainer> found = new ArrayList<>();
    for (ObservedContainer container : engine.observer().observeContainers()) {
      if (pod.equals(container.pod())) {
        found.add(container);
      }
    }
    return found;
  }

  /**
   * Raises a pod and starts its containers, each when those that it depends on have got there. Init
   * containers run when none of the pod's containers does; else only what has ended before its time
   * is started, and what was about to be stopped. Idempotent.
   *
   * @throws JpodException when an init container fails; what was started before stays
   */
  public void start(ObservedPod pod) {
    List<ObservedContainer> containers = containersOf(pod.id());
    boolean fresh = containers.stream().noneMatch(container -> container.status().isAlive());
    engine.pods().raise(pod.id());
    PodOrder order = PodOrder.of(containers);
    for (List<ObservedContainer> wave : order.waves()) {
      List<ObservedContainer> starting = new ArrayList<>();
      for (ObservedContainer container : wave) {
        boolean done = staysAlive(container.status()) || PodOrder.isCompleted(container);
        if (fresh || !done) {
          starting.add(container);
        }
      }
      each(
          starting,
          container -> {
            order.completedBefore(container).forEach(this::requireCompletion);
            engine.containers().start(container.id());
          });
    }
  }

  /** Whether it runs, and no stop of it was begun and broken off. */
  private static boolean staysAlive(ContainerStatus status) {
    boolean stopping =
        status instanceof ContainerStatus.Running running && running.monitor() == Monitor.STOPPING;
    return status.isAlive() && !stopping;
  }

  private void requireCompletion(ObservedContainer container) {
    Integer code = engine.containers().awaitExit(container.id(), LONG);
    if (code == null || code != 0) {
      throw JpodException.failed(
          "container '" + container.name() + "' did not complete: exit code " + code,
          "'jpod logs " + container.name() + "' shows what it wrote");
    }
  }

  /**
   * Stops the containers of a pod, those that depend on others first, and then takes away what the
   * pod holds. Idempotent.
   *
   * @param timeout null for each container's own
   */
  public void stop(ObservedPod pod, @Nullable Duration timeout) {
    Containers life = engine.containers();
    for (List<ObservedContainer> wave : PodOrder.of(containersOf(pod.id())).waves().reversed()) {
      each(wave, container -> life.stop(container.id(), Requester.OPERATOR, timeout));
    }
    engine.pods().lower(pod.id());
  }

  /** Stops a pod and starts it again. */
  public void restart(ObservedPod pod, @Nullable Duration timeout) {
    stop(pod, timeout);
    start(pod);
  }

  /** Sends a signal to the first process of every container of a pod that has one. */
  public void kill(ObservedPod pod, String signal) {
    for (ObservedContainer container : containersOf(pod.id())) {
      if (container.status().hasProcess()) {
        engine.containers().kill(container.id(), signal);
      }
    }
  }

  /**
   * Removes the containers of a pod, and the pod. Idempotent.
   *
   * @throws JpodException when a container runs and the mode does not stop it; then nothing is done
   */
  public void remove(ObservedPod pod, RemovalMode mode) {
    List<ObservedContainer> containers = containersOf(pod.id());
    for (ObservedContainer container : containers) {
      if (mode == RemovalMode.ONLY_STOPPED && container.status().isAlive()) {
        throw JpodException.refused(
            "container '" + container.name() + "' of pod '" + pod.name() + "' runs",
            "stop the pod first, or add --force");
      }
    }
    for (List<ObservedContainer> wave : PodOrder.of(containers).waves().reversed()) {
      each(wave, container -> engine.containers().remove(container.id(), mode));
    }
    engine.pods().remove(pod.id());
  }

  /** Removes a pod if no container is left in it. */
  public void removeIfEmpty(String pod) {
    if (containersOf(pod).isEmpty()) {
      engine.pods().remove(pod);
    }
  }

  /** Does it to all at the same time; the first failure is thrown when all are through. */
  private static void each(List<ObservedContainer> containers, Consumer<ObservedContainer> action) {
    List<FutureTask<ObservedContainer>> tasks = new ArrayList<>();
    for (ObservedContainer container : containers) {
      FutureTask<ObservedContainer> task =
          new FutureTask<>(() -> action.accept(container), container);
      tasks.add(task);
      if (containers.size() == 1) {
        task.run();
      } else {
        Thread.ofPlatform().daemon().start(task);
      }
    }
    @Nullable RuntimeException failure = null;
    for (FutureTask<ObservedContainer> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        failure = failure == null ? reason(e) : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw JpodException.failed("the command was interrupted", "run it again");
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException reason(ExecutionException failed) {
    return failed.getCause() instanceof RuntimeException reason
        ? reason
        : new IllegalStateException(failed);
  }
}
