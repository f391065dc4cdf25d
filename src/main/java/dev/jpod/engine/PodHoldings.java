package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.host.HostUser;
import dev.jpod.host.PinnedNamespace;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import dev.jpod.store.StoreLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What pods hold in the kernel for their containers, by reading files only. */
public final class PodHoldings {
  private final StoreLayout layout;
  private final PodRecords records;
  private final Cgroups cgroups = new Cgroups(HostUser.ofProcess());

  public PodHoldings(StoreLayout layout) {
    this.layout = layout;
    this.records = new PodRecords(layout);
  }

  /**
   * A namespace that containers of the pod join.
   *
   * @param path where it is pinned while the pod is up
   * @param identity as the kernel calls it, {@code net:[4026531840]}; null while it is not there
   */
  public record HeldNamespace(Namespace kind, Path path, @Nullable String identity) {}

  /**
   * The user namespace of a pod that has one of its own.
   *
   * @param path where it is pinned while the pod is up
   * @param identity as the kernel calls it; null while it is not there
   */
  public record UserNamespace(Path path, @Nullable String identity) {}

  /** How things stand with an infra process. */
  public enum InfraState {
    /** The containers share no PID namespace, so nothing has to keep one alive. */
    NONE,
    /** The pod is not up. */
    DOWN,
    RUNNING,
    /** It has ended, and the pod's PID namespace with it. */
    GONE
  }

  /**
   * The infra process of a pod.
   *
   * @param pid as the host has it; 0 unless it runs
   */
  public record Infra(InfraState state, long pid) {}

  /** The namespaces that a pod holds, by their kinds; none when it has no record. */
  public List<HeldNamespace> namespaces(String pod) {
    PodRecord record = records.find(pod);
    List<HeldNamespace> held = new ArrayList<>();
    if (record != null) {
      PodFiles files = new PodFiles(layout, pod);
      for (Namespace kind : new TreeSet<>(record.held())) {
        Path path = files.namespace(kind);
        held.add(new HeldNamespace(kind, path, PinnedNamespace.identity(path, word(kind))));
      }
    }
    return held;
  }

  /** The user namespace of a pod whose record has ids for one. */
  public UserNamespace userNamespace(String pod) {
    Path path = new PodFiles(layout, pod).userNamespace();
    return new UserNamespace(path, PinnedNamespace.identity(path, "user"));
  }

  /** The cgroup of all its containers, absolute in every hierarchy; null while there is none. */
  public @Nullable String cgroup(String pod) {
    String path = cgroups.path(pod);
    return cgroups.exists(path) ? path : null;
  }

  /** The process that keeps the pod's PID namespace alive. */
  public Infra infra(ObservedPod pod) {
    PodRecord record = records.find(pod.id());
    if (record == null || !HeldNamespaces.needProcess(record.held())) {
      return new Infra(InfraState.NONE, 0);
    }
    if (!(pod.status() instanceof PodStatus.Up)) {
      return new Infra(InfraState.DOWN, 0);
    }
    Identity process = InfraProcess.of(new PodFiles(layout, pod.id()));
    return process != null && process.lives()
        ? new Infra(InfraState.RUNNING, process.pid())
        : new Infra(InfraState.GONE, 0);
  }

  private static String word(Namespace kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
