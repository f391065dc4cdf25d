package dev.jpod.reconcile;

import dev.jpod.engine.ContainerRequest;
import dev.jpod.engine.Containers;
import dev.jpod.engine.Engine;
import dev.jpod.engine.Gate;
import dev.jpod.engine.KeptAddresses;
import dev.jpod.engine.Networks;
import dev.jpod.engine.PodRequest;
import dev.jpod.engine.Pods;
import dev.jpod.engine.RemovalMode;
import dev.jpod.engine.Requester;
import dev.jpod.engine.Volumes;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ForeignName;
import dev.jpod.plan.Action;
import dev.jpod.plan.Action.Target;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Executor.StepRunner;
import dev.jpod.store.VolumeRecord;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Carries the actions of one stack's plan out on the engine. */
final class EngineSteps implements StepRunner {
  private static final int ID_BYTES = 32;

  private final Plan plan;
  private final String stack;
  private final KeptAddresses kept;
  private final Containers containers;
  private final Volumes volumes;
  private final Pods pods;
  private final Networks networks;
  private final Pulls pulls;
  private final HookRuns hooks;
  private final RunOptions options;
  private final RunJournal journal;
  private final Draining draining;
  private final Waits waits;
  private final LastLines lastLines;
  private final SecureRandom random = new SecureRandom();
  private final Map<InstanceKey, String> made = new ConcurrentHashMap<>();
  private final Map<PodKey, String> madePods = new ConcurrentHashMap<>();

  /** What the containers of new pods wait for while these are still being connected. */
  private final Map<PodKey, Gate> gates = new ConcurrentHashMap<>();

  EngineSteps(
      Plan plan,
      Engine engine,
      Pulls pulls,
      HookRuns hooks,
      RunOptions options,
      RunJournal journal,
      Draining draining) {
    this.plan = plan;
    this.hooks = hooks;
    this.stack = plan.stack();
    this.kept = FixedAddresses.of(plan);
    this.containers = engine.containers();
    this.volumes = engine.volumes();
    this.pods = engine.pods();
    this.networks = engine.networks();
    this.pulls = pulls;
    this.options = options;
    this.journal = journal;
    this.draining = draining;
    this.waits = new Waits(containers, draining.end(), options.total());
    this.lastLines = new LastLines(engine);
  }

  @Override
  public void run(Step step) {
    String id = subject(step.action());
    begin(step, id);
    try {
      carryOut(step, id);
    } catch (JpodException e) {
      JpodException told = SecretMask.of(plan).masked(withLastLines(step.action(), id, e));
      noteFailure(step, id, told);
      throw told;
    }
    journal.done(step, id);
  }

  /** That a failure cannot be noted must not hide what it is. */
  private void noteFailure(Step step, String id, JpodException reason) {
    try {
      journal.failed(step, id, reason);
    } catch (JpodException e) {
      reason.addSuppressed(e);
    }
  }

  /** What cannot be noted is not done, since nobody would find it again after a crash. */
  private void begin(Step step, String id) {
    try {
      journal.intent(step, id);
    } catch (JpodException e) {
      throw new NotBegun(e);
    }
  }

  private JpodException withLastLines(Action action, String id, JpodException reason) {
    boolean isOfRunning =
        action instanceof Action.StartContainer
            || action instanceof Action.AwaitHealthy
            || action instanceof Action.AwaitCompleted;
    return isOfRunning && action instanceof Action.OnContainer on
        ? lastLines.addTo(reason, on.key(), id)
        : reason;
  }

  private void carryOut(Step step, String id) {
    switch (step.action()) {
      case Action.PullImage pull -> pulls.pull(step, pull.image());
      case Action.CreateVolume create -> create(create);
      case Action.RelabelVolume relabel -> volumes.relabel(relabel.name(), stack, relabel.spec());
      case Action.RemoveVolume remove -> volumes.remove(remove.name());
      case Action.CreateNetwork create -> networks.create(create.name(), stack, create.spec());
      case Action.ReviseNetwork revise -> networks.revise(revise.name(), stack, revise.spec());
      case Action.RemoveNetwork remove -> networks.remove(remove.name());
      case Action.SetUpPod setUp -> setUp(setUp, id);
      case Action.RaisePod _ -> pods.raise(id);
      case Action.ReleaseFromPod release ->
          pods.update(id, release.instance(), release.applied(), kept, Set.of());
      case Action.UpdatePod update ->
          pods.update(id, update.instance(), update.applied(), kept, update.left());
      case Action.TakeOver _ -> pods.takeOver(id);
      case Action.DrainPod drain -> draining.drain(step, drain);
      case Action.RemovePod _ -> pods.remove(id);
      case Action.CreateContainer create -> create(create, id);
      case Action.StartContainer start -> start(start, id);
      case Action.StopContainer stop -> stop(stop, id);
      case Action.RemoveContainer _ -> containers.remove(id, RemovalMode.STOP_FIRST);
      case Action.UpdateResources update ->
          containers.update(id, update.instance(), update.applied(), update.left());
      case Action.RewriteFiles rewrite ->
          containers.rewriteFiles(id, rewrite.instance(), rewrite.applied());
      case Action.SignalContainer signal ->
          containers.signal(id, signal.signals(), signal.applied());
      case Action.RewriteRecord rewrite ->
          containers.rewriteRecord(id, rewrite.instance(), rewrite.applied());
      case Action.Unpause _ -> containers.unpause(id);
      case Action.AwaitCompleted await -> waits.untilCompleted(await.key(), id, await.deadline());
      case Action.AwaitHealthy await -> waits.untilHealthy(await.key(), id, await.deadline());
      case Action.RunHook run -> hooks.run(step, run.hook());
      case Action.Milestone _ -> {}
    }
  }

  /** The id of the container or pod, or the name of what else an action is about; else empty. */
  private String subject(Action action) {
    return switch (action) {
      case Action.PullImage pull -> pull.image().reference().toString();
      case Action.CreateContainer create -> made.computeIfAbsent(create.key(), _ -> newId());
      case Action.SetUpPod setUp -> newPod(setUp.key());
      case Action.RaisePod raise -> raise.id();
      case Action.ReleaseFromPod release -> release.id();
      case Action.UpdatePod update -> update.id();
      case Action.RemovePod remove -> remove.id();
      case Action.StartContainer start -> idOf(start.key(), start.target());
      case Action.AwaitCompleted await -> idOf(await.key(), await.target());
      case Action.AwaitHealthy await -> idOf(await.key(), await.target());
      case Action.TakeOver over -> newPod(over.key());
      case Action.DrainPod drain -> drain.id();
      case Action.StopContainer stop -> stop.id();
      case Action.RemoveContainer remove -> remove.id();
      case Action.UpdateResources update -> update.id();
      case Action.RewriteFiles rewrite -> rewrite.id();
      case Action.SignalContainer signal -> signal.id();
      case Action.RewriteRecord rewrite -> rewrite.id();
      case Action.Unpause unpause -> unpause.id();
      case Action.CreateVolume create -> create.name();
      case Action.RelabelVolume relabel -> relabel.name();
      case Action.RemoveVolume remove -> remove.name();
      case Action.CreateNetwork create -> create.name();
      case Action.ReviseNetwork revise -> revise.name();
      case Action.RemoveNetwork remove -> remove.name();
      case Action.RunHook run -> run.hook().name();
      case Action.Milestone _ -> "";
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

  private void create(Action.CreateVolume create) {
    VolumeRecord made = volumes.create(create.name(), stack, create.spec().labels());
    if (!stack.equals(made.stack())) {
      throw ForeignName.ofVolume(create.name(), made.stack());
    }
  }

  private void create(Action.CreateContainer create, String id) {
    containers.create(
        new ContainerRequest(
            id,
            create.instance(),
            podOf(create.key().podKey(), create.pod()),
            create.generation(),
            create.applied(),
            options.runtime()));
  }

  /** The id of a pod is known before it is there, so that its containers can be made meanwhile. */
  private String newPod(PodKey key) {
    return madePods.computeIfAbsent(key, _ -> newId());
  }

  private String podOf(PodKey key, Target target) {
    return switch (target) {
      case Target.Existing existing -> existing.id();
      case Target.Made _ -> newPod(key);
    };
  }

  private void setUp(Action.SetUpPod setUp, String id) {
    pods.create(
        new PodRequest(
            id,
            setUp.instance(),
            setUp.generation(),
            setUp.applied(),
            kept,
            members(setUp.instance()),
            options.runtime(),
            setUp.beside().orElse(null)));
    gates.put(setUp.key(), pods.beginRaise(id));
  }

  /** The containers that are made in a pod, where it matters. */
  private List<Instance> members(PodInstance pod) {
    if (pod.pod().userns() == null) {
      return List.of();
    }
    List<Instance> members = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.CreateContainer create
          && create.key().podKey().equals(pod.key())) {
        members.add(create.instance());
      }
    }
    return members;
  }

  /** What comes in another's place need not wait until the monitor of that has cleared up. */
  private void stop(Action.StopContainer stop, String id) {
    switch (stop.standing()) {
      case ALONE -> containers.stop(id, Requester.RECONCILER, null);
      case OLD -> containers.vacate(id);
    }
  }

  private void start(Action.StartContainer start, String id) {
    try {
      containers.start(id, gates.getOrDefault(start.key().podKey(), Gate.OPEN));
    } catch (JpodException e) {
      throw start.fallback().isPresent()
          ? fallBack(start, id, lastLines.addTo(e, start.key(), id))
          : e;
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
      return lastLines.keep(
          reason,
          "; the container from before could not be started again either: " + e.getMessage());
    }
    return lastLines.keep(reason, "; the container from before runs again");
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
