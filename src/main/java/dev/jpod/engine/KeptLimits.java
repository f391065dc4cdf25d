package dev.jpod.engine;

import dev.jpod.model.Instance;
import dev.jpod.model.JpodException;
import dev.jpod.model.Limit;
import dev.jpod.model.Resources;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.observed.UnkeptLimits.Cause;
import dev.jpod.observed.UnkeptLimits.DeviceAccess;
import dev.jpod.observed.UnkeptLimits.Handling;
import dev.jpod.runtime.Controller;
import dev.jpod.runtime.HostFacts;
import dev.jpod.runtime.LimitControllers;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which limits somebody would keep in this store, and why others nobody would. */
final class KeptLimits {
  private final Cgroups cgroups;
  private final HostReading host;
  private final Handling handling;

  KeptLimits(Cgroups cgroups, HostReading host, Handling handling) {
    this.cgroups = cgroups;
    this.host = host;
    this.handling = handling;
  }

  /** Those of these limits that nobody would keep. */
  UnkeptLimits among(Set<Limit> asked) {
    Map<Limit, Cause> causes = new EnumMap<>(Limit.class);
    for (Limit limit : asked) {
      Cause cause = cause(limit, host.facts());
      if (cause != null) {
        causes.put(limit, cause);
      }
    }
    DeviceAccess devices = cgroups.restrictDevices() ? DeviceAccess.RESTRICTED : DeviceAccess.OPEN;
    return new UnkeptLimits(handling, causes, devices);
  }

  /**
   * Sees to it that all limits are kept that are not to be ignored.
   *
   * @param whose begins the sentence, for example {@code pod 'shop-web-0'}
   * @throws JpodException of kind REFUSED that names the first that nobody would keep
   */
  void require(String whose, Resources asked) {
    for (Map.Entry<Limit, Cause> unkept : among(Limit.of(of(asked))).causes().entrySet()) {
      throw JpodException.refused(
          whose
              + " asks for '"
              + unkept.getKey().field()
              + "', which nobody would keep: "
              + unkept.getValue().reason(),
          unkept.getValue().hint()
              + "; or take it out, or let jpod ignore such limits by "
              + UnkeptLimits.IGNORED_BY);
    }
  }

  /**
   * Sees to it that limits that were set before can be kept still, unless such are to be ignored.
   *
   * @param whose begins the sentence
   * @throws JpodException of kind REFUSED
   */
  void requirePlace(String whose) {
    if (handling == Handling.REFUSE && cgroups.place() instanceof CgroupPlace.None none) {
      throw JpodException.refused(
          whose + " has limits, which nobody would keep any more: " + none.reason(),
          none.hint() + "; or let jpod ignore such limits by " + UnkeptLimits.IGNORED_BY);
    }
  }

  /** What is asked for without what is to be ignored. */
  Resources of(Resources asked) {
    Set<Limit> limits = handling == Handling.IGNORE ? Limit.of(asked) : Set.of();
    Set<Limit> ignored = limits.isEmpty() ? Set.of() : among(limits).ignored();
    return ignored.isEmpty() ? asked : Limit.without(ignored, asked);
  }

  /** The instance without limits that are to be ignored. */
  Instance of(Instance instance) {
    Resources asked = instance.container().resources();
    Resources kept = of(asked);
    return kept.equals(asked)
        ? instance
        : instance.withContainer(instance.container().withResources(kept));
  }

  private @Nullable Cause cause(Limit limit, HostFacts facts) {
    Controller controller = LimitControllers.of(limit);
    if (!facts.controllers().contains(controller)) {
      return switch (cgroups.place()) {
        case CgroupPlace.None none -> new Cause(none.reason(), none.hint());
        case CgroupPlace.Below below -> without(controller.name(facts.cgroups()), below, facts);
      };
    }
    boolean swap = facts.features().contains(HostFacts.Feature.SWAP_LIMIT);
    return limit == Limit.MEMORY_SWAP && !swap
        ? new Cause("this kernel does not limit swap", "boot the host with swapaccount=1")
        : null;
  }

  private Cause without(String controller, CgroupPlace.Below below, HostFacts facts) {
    return below.equals(CgroupPlace.OF_ROOT)
        ? new Cause(
            "this host's cgroups have no controller '" + controller + "'",
            LimitControllers.remedy(facts.cgroups()))
        : new Cause(
            "the controller '"
                + controller
                + "' is not delegated with the cgroup '"
                + below.folder()
                + "'",
            cgroups.delegation());
  }
}
