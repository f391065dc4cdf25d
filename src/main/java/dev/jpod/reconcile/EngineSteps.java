package dev.jpod.reconcile;

import dev.jpod.engine.ContainerRequest;
import dev.jpod.engine.Containers;
import dev.jpod.engine.RemovalMode;
import dev.jpod.engine.Requester;
import dev.jpod.engine.Volumes;
import dev.jpod.model.Failure;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Action;
import dev.jpod.plan.Action.Target;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Executor.StepRunner;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Carries the actions of one stack's plan out on the engine. */
final class EngineSteps implements StepRunner {
  private static final Duration LONGEST_WAIT_AT_A_TIME = Duration.ofMillis(500);
  private static final int ID_BYTES = 32;

  private final String stack;
  private final Containers containers;
  private final Volumes volumes;
  private final RunOptions options;
  private final RunJournal journal;
  private final Drain drain;
  private final SecureRandom random = new SecureRandom();
  private final Map<InstanceKey, String> made = new ConcurrentHashMap<>();

  EngineSteps(
      String stack,
      Containers containers,
      Volumes volumes,
      RunOptions options,
      RunJournal journal,
      Drain drain) {
    this.stack = stack;
    this.containers = containers;
    this.volumes = volumes;
    this.options = options;
    this.journal = journal;
    this.drain = drain;
  }

  @Override
  public void run(Step step) {
    String id = containerOf(step.action());
    journal.intent(step, id);
    try {
      carryOut(step.action(), id);
    } catch (JpodException e) {
      journal.failed(step, id, e);
      throw e;
    }
    journal.done(step, id);
  }

  private void carryOut(Action action, String id) {
    switch (action) {
      case Action.CreateVolume create ->
          volumes.create(create.name(), stack, create.spec().labels());
      case Action.RelabelVolume relabel -> volumes.relabel(relabel.name(), relabel.spec());
      case Action.RemoveVolume remove -> volumes.remove(remove.name());
      case Action.CreateContainer create -> create(create, id);
      case Action.StartContainer start -> start(start, id);
      case Action.StopContainer _ -> containers.stop(id, Requester.RECONCILER, null);
      case Action.RemoveContainer _ -> containers.remove(id, RemovalMode.STOP_FIRST);
      case Action.UpdateResources update ->
          containers.update(id, update.instance(), update.applied());
      case Action.RewriteFiles rewrite ->
          containers.rewriteFiles(id, rewrite.instance(), rewrite.applied());
      case Action.RewriteRecord rewrite ->
          containers.rewriteRecord(id, rewrite.instance(), rewrite.applied());
      case Action.Unpause _ -> containers.unpause(id);
      case Action.AwaitCompleted await -> awaitCompleted(await.key(), id);
      case Action.Milestone _ -> {}
    }
  }

  /** The container that an action is about; empty for none. */
  private String containerOf(Action action) {
    return switch (action) {
      case Action.CreateContainer create ->
          made.computeIfAbsent(create.key(), _ -> newContainerId());
      case Action.StartContainer start -> idOf(start.key(), start.target());
      case Action.AwaitCompleted await -> idOf(await.key(), await.target());
      case Action.StopContainer stop -> stop.id();
      case Action.RemoveContainer remove -> remove.id();
      case Action.UpdateResources update -> update.id();
      case Action.RewriteFiles rewrite -> rewrite.id();
      case Action.RewriteRecord rewrite -> rewrite.id();
      case Action.Unpause unpause -> unpause.id();
      case Action.CreateVolume _,
          Action.RelabelVolume _,
          Action.RemoveVolume _,
          Action.Milestone _ ->
          "";
    };
  }

  private String idOf(InstanceKey key, Target target) {
    return switch (target) {
      case Target.Existing existing -> existing.id();
      case Target.Made _ -> {
        String id = made.get(key);
        if (id == null) {
          throw new IllegalStateException("the plan starts " + key + " before it makes it");
        }
        yield id;
      }
    };
  }

  private void create(Action.CreateContainer create, String id) {
    containers.create(
        new ContainerRequest(
            id, create.instance(), null, create.generation(), create.applied(), options.runtime()));
  }

  private void start(Action.StartContainer start, String id) {
    try {
      containers.start(id);
    } catch (JpodException e) {
      throw start.fallback().isPresent() ? fallBack(start, id, e) : e;
    }
  }

  /** Brings the container that ran before back, so that a bad change leaves the service up. */
  private JpodException fallBack(Action.StartContainer start, String id, JpodException reason) {
    Optional<String> before = start.fallback();
    try {
      containers.remove(id, RemovalMode.KILL_FIRST);
      containers.start(before.orElseThrow());
    } catch (JpodException e) {
      reason.addSuppressed(e);
      return new JpodException(
          reason.failure(),
          reason.getMessage()
              + "; the container from before could not be started again either: "
              + e.getMessage(),
          reason.hint(),
          reason);
    }
    return new JpodException(
        reason.failure(),
        reason.getMessage() + "; the container from before runs again",
        reason.hint(),
        reason);
  }

  private void awaitCompleted(InstanceKey key, String id) {
    long deadline = System.nanoTime() + options.completionTimeout().toNanos();
    Integer exitCode = null;
    while (exitCode == null) {
      long left = deadline - System.nanoTime();
      if (drain.isAsked()) {
        throw new Executor.WaitGivenUp();
      }
      if (left <= 0) {
        throw new JpodException(
            Failure.TIMED_OUT,
            key.display() + " has not completed within " + seconds(options.completionTimeout()),
            "see 'jpod logs " + key.containerName() + "', or wait longer with --wait-timeout");
      }
      Duration slice = Duration.ofNanos(Math.min(left, LONGEST_WAIT_AT_A_TIME.toNanos()));
      exitCode = containers.awaitExit(id, slice);
    }
    if (exitCode != 0) {
      throw JpodException.failed(
          key.display() + " ended with exit code " + exitCode + ", but has to complete with 0",
          "see 'jpod logs " + key.containerName() + "'");
    }
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private String newContainerId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
