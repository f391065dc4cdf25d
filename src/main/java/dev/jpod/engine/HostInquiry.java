package dev.jpod.engine;

import dev.jpod.host.Programs;
import dev.jpod.image.UnionDriver;
import dev.jpod.model.Container;
import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.model.UserNamespaceMode;
import dev.jpod.network.HostInterfaces;
import dev.jpod.network.HostPorts;
import dev.jpod.network.HostedNetwork;
import dev.jpod.network.SubnetPool;
import dev.jpod.network.TakenRange;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.HostNetworking;
import dev.jpod.observed.HostQuestions;
import dev.jpod.observed.Listener;
import dev.jpod.observed.MissingProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the host what has to be known before something is made on it. */
final class HostInquiry {
  private final NetworkRoom room;
  private final Programs programs;
  private final RootImages images;
  private final Cgroups cgroups;
  private final KeptLimits limits;
  private final PodIds ids;

  HostInquiry(
      NetworkRoom room,
      Programs programs,
      RootImages images,
      Cgroups cgroups,
      KeptLimits limits,
      PodIds ids) {
    this.ids = ids;
    this.limits = limits;
    this.cgroups = cgroups;
    this.room = room;
    this.programs = programs;
    this.images = images;
  }

  HostAnswers answer(HostQuestions questions, String runtime) {
    return new HostAnswers(
        questions.ports().isEmpty() ? List.of() : listeners(questions.ports()),
        questions.newNetworks().isEmpty() && questions.raised().isEmpty()
            ? HostNetworking.UNKNOWN
            : networking(),
        missingPrograms(questions, runtime),
        imageChecks(questions.images()),
        limits.among(questions.limits()));
  }

  /** Those but who listens for pods of this store, and gives a port back that goes to another. */
  private List<Listener> listeners(Set<Integer> ports) {
    List<PortMapping> wanted = new ArrayList<>();
    for (int port : ports) {
      for (Protocol protocol : Protocol.values()) {
        wanted.add(new PortMapping("", port, port, 1, protocol));
      }
    }
    List<Listener> found = new ArrayList<>(HostPorts.read().listeners(wanted));
    String own = HostPorts.holder(room.driver().hostSide().process());
    found.removeIf(listener -> listener.holder().equals(own));
    return found;
  }

  /** Of those that are in the store. */
  private Map<Digest, HealthCheck> imageChecks(Set<Digest> asked) {
    Map<Digest, HealthCheck> checks = new HashMap<>();
    for (Digest id : asked) {
      HealthCheck check = images.healthCheck(id);
      if (check != null) {
        checks.put(id, check);
      }
    }
    return checks;
  }

  private HostNetworking networking() {
    List<HostNetworking.Route> routes = new ArrayList<>();
    for (TakenRange range : room.taken()) {
      routes.add(new HostNetworking.Route(range.range(), range.name()));
    }
    return new HostNetworking(routes, HostInterfaces.names(), SubnetPool.pools(room.names()));
  }

  private Map<PodKey, MissingProgram> missingPrograms(HostQuestions questions, String runtime) {
    Map<PodKey, MissingProgram> missing = new HashMap<>();
    for (PodInstance pod : questions.run()) {
      put(missing, pod, missing("", () -> requireForContainers(runtime)));
      putOfChecks(missing, pod);
    }
    List<HostedNetwork> hosted = questions.raised().isEmpty() ? List.of() : room.hosted();
    Set<String> used = questions.raised().isEmpty() ? Set.of() : room.used();
    for (PodInstance pod : questions.raised()) {
      put(missing, pod, missing("share", () -> requireForSharing(pod)));
      UserNamespaceMode userns = pod.pod().userns();
      if (userns != null) {
        put(missing, pod, missing("userns", () -> ids.choice().require(userns)));
        put(missing, pod, missing("userns", () -> ids.requireRuntime(runtime)));
      }
      if (pod.pod().network() instanceof NetworkMode.Attached attached) {
        List<HostedNetwork> networks = new ArrayList<>(newNetworks(attached, questions));
        Set<String> known = new HashSet<>(used);
        attached.attachments().forEach(attachment -> known.add(attachment.network()));
        known.removeAll(questions.newNetworks().keySet());
        hosted.stream().filter(each -> known.contains(each.name())).forEach(networks::add);
        put(missing, pod, missing("networks", () -> room.driver().require(networks)));
        put(missing, pod, missing("ports", () -> room.driver().requirePorts(pod.pod().ports())));
      }
    }
    return missing;
  }

  private void putOfChecks(Map<PodKey, MissingProgram> missing, PodInstance pod) {
    for (Container container : pod.pod().containers()) {
      HealthCheck check = HealthCheck.effective(container.healthCheck(), null);
      if (check != null) {
        put(
            missing,
            pod,
            missing(
                pod.pod().containers().size() == 1 ? "healthCheck" : "",
                () -> CheckFiles.requirePrograms(programs, check)));
      }
    }
  }

  private static void put(
      Map<PodKey, MissingProgram> missing, PodInstance pod, @Nullable MissingProgram found) {
    if (found != null) {
      missing.putIfAbsent(pod.key(), found);
    }
  }

  private static @Nullable MissingProgram missing(String field, Runnable requirement) {
    try {
      requirement.run();
      return null;
    } catch (JpodException e) {
      return new MissingProgram(field, String.valueOf(e.getMessage()), e.hint());
    }
  }

  private void requireForContainers(String runtime) {
    programs.require(runtime);
    programs.require("conmon");
    switch (images.driver()) {
      case OVERLAY, USER_OVERLAY, COPY -> {}
      case FUSE_OVERLAYFS -> programs.require(UnionDriver.FUSE_OVERLAYFS.program());
    }
  }

  private void requireForSharing(PodInstance pod) {
    Set<Namespace> held = HeldNamespaces.of(pod.pod(), cgroups);
    if (HeldNamespaces.needProcess(held)) {
      programs.require("catatonit");
    }
    if (!held.isEmpty() || pod.pod().userns() != null) {
      programs.require("unshare");
    }
  }

  private static List<HostedNetwork> newNetworks(
      NetworkMode.Attached attached, HostQuestions questions) {
    List<HostedNetwork> networks = new ArrayList<>();
    for (Attachment attachment : attached.attachments()) {
      NetworkSpec made = questions.newNetworks().get(attachment.network());
      if (made != null) {
        networks.add(new HostedNetwork(attachment.network(), "", made, List.of()));
      }
    }
    return networks;
  }
}
