package dev.jpod.plan;

import dev.jpod.diff.ChangeClass;
import dev.jpod.diff.Desired;
import dev.jpod.diff.Field;
import dev.jpod.diff.FieldTable;
import dev.jpod.diff.FixedResolution;
import dev.jpod.diff.WantedImage;
import dev.jpod.diff.WantedImage.Presence;
import dev.jpod.model.Digest;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.OnChange.Reaction;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedVolume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Carries plans out in memory by the rules of a real host, and refuses what one would refuse. */
final class SimulatedHost {
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
  private static final ContainerStatus RUNNING =
      new ContainerStatus.Running(1, SINCE, Monitor.ALIVE);

  private final Map<String, ObservedContainer> containers = new HashMap<>();
  private final Map<InstanceKey, String> made = new HashMap<>();
  private final SortedMap<String, ObservedVolume> volumes;
  private final SimulatedPods pods;
  private final Set<Digest> missing = new HashSet<>();

  /** A host with every image. */
  SimulatedHost(ObservedHost host) {
    this(host, List.of());
  }

  /**
   * A host whose store lacks some images.
   *
   * @param images some that are there, and all that are not
   */
  SimulatedHost(ObservedHost host, List<WantedImage> images) {
    for (WantedImage image : images) {
      if (image.presence() == Presence.MISSING) {
        missing.add(image.id());
      }
    }
    pods = new SimulatedPods(host, "shop");
    host.containers().forEach(container -> containers.put(container.id(), container));
    volumes = new TreeMap<>(host.volumes());
  }

  /** What is there; a plan made from it makes pods of its own. */
  ObservedHost observe() {
    pods.forgetMade();
    return new ObservedHost(
        List.copyOf(containers.values()), volumes, pods.pods(), pods.networks(), HostAnswers.NONE);
  }

  /** What is wanted, with the images looked up in this host's store. */
  Desired lookUpImages(Desired desired) {
    List<WantedImage> images = new ArrayList<>();
    for (WantedImage image : desired.images()) {
      images.add(missing.contains(image.id()) ? image : RandomStacks.stored(image));
    }
    return RandomStacks.with(desired, images);
  }

  void carryOut(Action action) {
    require(action instanceof Action.PullImage || missing.isEmpty(), action);
    switch (action) {
      case Action.PullImage pull -> require(missing.remove(pull.image().id()), action);
      case Action.CreateVolume create ->
          require(
              volumes.put(create.name(), new ObservedVolume("shop", create.spec().labels()))
                  == null,
              action);
      case Action.RelabelVolume relabel ->
          require(
              volumes.replace(relabel.name(), new ObservedVolume("shop", relabel.spec().labels()))
                  != null,
              action);
      case Action.RemoveVolume remove -> require(volumes.remove(remove.name()) != null, action);
      case Action.CreateNetwork create ->
          require(pods.create(create.name(), create.spec()), action);
      case Action.ReviseNetwork revise ->
          require(pods.revise(revise.name(), revise.spec()), action);
      case Action.RemoveNetwork remove -> require(pods.removeNetwork(remove.name()), action);
      case Action.SetUpPod setUp -> require(pods.setUp(setUp), action);
      case Action.RaisePod raise -> require(pods.raise(raise.id(), this::hasProcesses), action);
      case Action.ReleaseFromPod release ->
          require(pods.update(release.id(), release.instance(), release.applied()), action);
      case Action.UpdatePod update ->
          require(pods.update(update.id(), update.instance(), update.applied()), action);
      case Action.TakeOver over -> require(pods.takeOver(over, this::hasProcesses), action);
      case Action.DrainPod drain -> require(!pods.serves(drain.id()), action);
      case Action.RemovePod remove -> {
        require(membersOf(remove.id()).isEmpty(), action);
        require(pods.remove(remove.id()), action);
      }
      case Action.CreateContainer create -> create(create);
      case Action.StartContainer start -> start(start);
      case Action.StopContainer stop -> {
        require(!pods.isStoodInFor(get(stop.id()).pod()), action);
        put(get(stop.id()), new ContainerStatus.Exited(143, SINCE, Cause.STOPPED), null);
      }
      case Action.RemoveContainer remove -> {
        require(!Lanes.hasProcess(get(remove.id())), action);
        containers.remove(remove.id());
      }
      case Action.UpdateResources update ->
          rewrite(
              update,
              update.id(),
              update.instance(),
              update.applied(),
              path -> field(path).changeClass() == ChangeClass.LIVE);
      case Action.RewriteFiles files ->
          rewrite(
              files,
              files.id(),
              files.instance(),
              files.applied(),
              path -> field(path).isInFile() && !isTold(files.instance(), files.id(), path));
      case Action.SignalContainer signal -> {
        require(get(signal.id()).status().hasProcess(), action);
        rewrite(
            signal,
            signal.id(),
            signal.instance(),
            signal.applied(),
            path -> isTold(signal.instance(), signal.id(), path));
      }
      case Action.RewriteRecord rewrite -> {
        own(get(rewrite.id()), rewrite.key());
        rewrite(
            rewrite,
            rewrite.id(),
            rewrite.instance(),
            rewrite.applied(),
            path -> !field(path).isInFile() && field(path).changeClass() != ChangeClass.LIVE);
      }
      case Action.Unpause unpause -> {
        require(get(unpause.id()).status() instanceof ContainerStatus.Paused, action);
        put(get(unpause.id()), RUNNING, null);
      }
      case Action.AwaitCompleted await ->
          put(
              get(id(await.key(), await.target())),
              new ContainerStatus.Exited(0, SINCE, Cause.BY_ITSELF),
              null);
      case Action.AwaitHealthy await ->
          require(Lanes.hasProcess(get(id(await.key(), await.target()))), action);
      case Action.RunHook _, Action.Milestone _ -> {}
    }
  }

  private void create(Action.CreateContainer create) {
    Instance instance = create.instance();
    String id = FixedResolution.hash(instance.key() + "#" + create.generation());
    require(!containers.containsKey(id), create);
    made.put(instance.key(), id);
    containers.put(
        id,
        new ObservedContainer(
            id,
            instance.key().containerName(),
            instance.key(),
            pods.id(instance.key().podKey(), create.pod()),
            create.generation(),
            create.applied(),
            new TreeMap<>(),
            new ContainerStatus.Created(),
            instance.image(),
            instance.container().image().toString(),
            SINCE,
            0,
            Wanted.RUNNING,
            null));
  }

  private static boolean isInit(InstanceKey key) {
    return key.container().startsWith("init");
  }

  private List<ObservedContainer> membersOf(String pod) {
    return containers.values().stream().filter(each -> pod.equals(each.pod())).toList();
  }

  private boolean hasProcesses(String pod) {
    return membersOf(pod).stream().anyMatch(Lanes::hasProcess);
  }

  private void start(Action.StartContainer start) {
    String id = id(start.key(), start.target());
    for (ObservedContainer other : containers.values()) {
      boolean isRival = other.name().equals(get(id).name()) && !other.id().equals(id);
      require(
          !isRival || !Lanes.hasProcess(other) || pods.areBeside(get(id).pod(), other.pod()),
          start);
    }
    String pod = get(id).pod();
    if (pod == null) {
      throw new AssertionError(id + " is in no pod");
    }
    require(pods.isUp(pod), start);
    for (ObservedContainer sibling : membersOf(pod)) {
      InstanceKey key = sibling.owner();
      if (key != null && isInit(start.key()) && !isInit(key)) {
        require(!Lanes.hasProcess(sibling), start);
      } else if (key != null
          && isInit(key)
          && !isInit(start.key())
          && sibling.id().equals(made.get(key))) {
        require(
            sibling.status() instanceof ContainerStatus.Exited exited && exited.exitCode() == 0,
            start);
      }
    }
    put(get(id), RUNNING, null);
  }

  /** Brings some fields to what is wanted; the record that is left must not say more than that. */
  private void rewrite(
      Action action,
      String id,
      Instance wanted,
      SortedMap<String, String> applied,
      Predicate<String> reached) {
    SortedMap<String, String> real = new TreeMap<>(get(id).applied());
    real.keySet().removeIf(path -> reached.test(path));
    FieldTable.fieldsOf(wanted)
        .forEach(
            (path, value) -> {
              if (reached.test(path)) {
                real.put(path, value);
              }
            });
    require(applied.equals(real), action);
    put(get(id), get(id).status(), applied);
  }

  /** Whether a running process learns of a content by a signal. */
  private boolean isTold(Instance instance, String id, String path) {
    String target = path.substring(field(path).path().length());
    return field(path).isInFile()
        && get(id).status().hasProcess()
        && instance.files().stream()
            .map(GrantedFile::grant)
            .anyMatch(
                grant ->
                    grant.target().equals(target)
                        && grant.reaction().reaction() == Reaction.SIGNAL);
  }

  private static Field field(String path) {
    Field field = Field.at(path);
    if (field == null) {
      throw new AssertionError("no field has the path " + path);
    }
    return field;
  }

  private String id(InstanceKey key, Action.Target target) {
    return switch (target) {
      case Action.Target.Existing existing -> existing.id();
      case Action.Target.Made _ -> {
        String id = made.get(key);
        if (id == null) {
          throw new AssertionError(key + " was not made");
        }
        yield id;
      }
    };
  }

  private ObservedContainer get(String id) {
    ObservedContainer container = containers.get(id);
    if (container == null) {
      throw new AssertionError("there is no container " + id);
    }
    return container;
  }

  private void own(ObservedContainer old, InstanceKey key) {
    containers.put(old.id(), RandomStacks.of(key, old));
  }

  private void put(
      ObservedContainer old, ContainerStatus status, @Nullable SortedMap<String, String> applied) {
    containers.put(
        old.id(),
        new ObservedContainer(
            old.id(),
            old.name(),
            old.owner(),
            old.pod(),
            old.generation(),
            applied == null ? old.applied() : applied,
            old.live(),
            status,
            old.image(),
            old.imageName(),
            old.created(),
            old.restarts(),
            old.wanted(),
            old.health()));
  }

  private static void require(boolean holds, Action action) {
    if (!holds) {
      throw new AssertionError("a host would refuse " + Ids.of(action));
    }
  }
}
