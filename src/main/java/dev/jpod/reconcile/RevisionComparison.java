package dev.jpod.reconcile;

import dev.jpod.diff.Desired;
import dev.jpod.diff.Differ;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.FieldTable;
import dev.jpod.diff.PodFieldTable;
import dev.jpod.model.Instance;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.PodInstance;
import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.ObservedVolume;
import dev.jpod.observed.PodStatus;
import dev.jpod.plan.Patience;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Planner;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What tells two revisions apart, in the plan's own words: the plan that would lead from a host
 * that is as the one says to the other.
 *
 * @param origins the lines of the texts of the second one
 */
public record RevisionComparison(Plan plan, FieldOrigins origins) {
  /**
   * Compares two revisions by what is kept of them alone.
   *
   * @throws JpodException when what is kept is not enough
   */
  public static RevisionComparison between(StackRevision from, StackRevision to, StackStore store) {
    Desired before = meaning(from, store);
    Desired after = meaning(to, store);
    Plan plan = Planner.plan(Differ.diff(after, hostWith(before)), Patience.DEFAULT);
    Proposal second = RevisionProposal.of(to, store, Past.SecretRule.UNSEEN, "/");
    return new RevisionComparison(plan, second.origins());
  }

  private static Desired meaning(StackRevision revision, StackStore store) {
    if (revision.images().isEmpty()) {
      throw JpodException.notFound(
          "r" + revision.serial() + " was kept without its images' digests", "");
    }
    return RevisionProposal.meaning(revision, store);
  }

  /** A host on which everything was applied, and runs. */
  private static ObservedHost hostWith(Desired applied) {
    List<ObservedContainer> containers = new ArrayList<>();
    for (Instance instance : applied.instances()) {
      containers.add(container(instance));
    }
    List<ObservedPod> pods = new ArrayList<>();
    for (PodInstance pod : applied.pods()) {
      pods.add(pod(pod));
    }
    SortedMap<String, ObservedNetwork> networks = new TreeMap<>();
    for (Map.Entry<String, NetworkSpec> network : applied.networks().entrySet()) {
      String owner = network.getValue().external() ? null : applied.stack();
      networks.put(
          network.getKey(),
          new ObservedNetwork(
              network.getKey(), owner, network.getValue(), network.getValue().subnets()));
    }
    SortedMap<String, ObservedVolume> volumes = new TreeMap<>();
    for (Map.Entry<String, VolumeSpec> volume : applied.volumes().entrySet()) {
      volumes.put(volume.getKey(), new ObservedVolume(applied.stack(), volume.getValue().labels()));
    }
    return new ObservedHost(containers, volumes, pods, networks, HostAnswers.NONE);
  }

  private static ObservedContainer container(Instance instance) {
    return new ObservedContainer(
        id(instance.key().toString()),
        instance.key().containerName(),
        instance.key(),
        id(instance.key().podKey().toString()),
        1,
        FieldTable.fieldsOf(instance),
        new TreeMap<>(),
        new ContainerStatus.Running(1, Instant.EPOCH, Monitor.ALIVE),
        instance.image(),
        instance.container().image().toString(),
        Instant.EPOCH,
        0,
        Wanted.RUNNING,
        null);
  }

  private static ObservedPod pod(PodInstance pod) {
    return new ObservedPod(
        id(pod.key().toString()),
        pod.key().podName(),
        pod.key(),
        1,
        PodFieldTable.fieldsOf(pod),
        new TreeMap<>(),
        new PodStatus.Up(Set.of()),
        List.of(),
        pod.pod().ports(),
        Instant.EPOCH,
        null);
  }

  private static String id(String place) {
    return Fingerprints.digest(place.getBytes(StandardCharsets.UTF_8))
        .substring("sha256:".length());
  }
}
