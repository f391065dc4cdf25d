package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import dev.jpod.model.Resources;
import org.jspecify.annotations.Nullable;

/** Refuses limits for which the host's cgroups have no controller: nobody would keep them. */
public final class LimitControllers {
  private final String whose;
  private final HostFacts host;

  private LimitControllers(String whose, HostFacts host) {
    this.whose = whose;
    this.host = host;
  }

  /**
   * Passes limits that can be kept. That there be no limit needs no controller.
   *
   * @param whose begins the sentence, for example {@code container 'shop-web-0'}
   * @throws JpodException that names the first limit that cannot be kept
   */
  public static void require(String whose, Resources asked, HostFacts host) {
    LimitControllers limits = new LimitControllers(whose, host);
    limits.require("memory", asked.memory(), Controller.MEMORY);
    limits.require("memoryReservation", asked.memoryReservation(), Controller.MEMORY);
    limits.require("cpus", asked.milliCpus(), Controller.CPU);
    limits.require("cpuShares", asked.cpuShares(), Controller.CPU);
    limits.require("cpusetCpus", asked.cpusetCpus(), Controller.CPUSET);
    limits.require("cpusetMems", asked.cpusetMems(), Controller.CPUSET);
    Long pids = asked.pids();
    limits.require("pids", pids == null || pids < 0 ? null : pids, Controller.PIDS);
    limits.require("blkioWeight", asked.blkioWeight(), Controller.IO);
    boolean throttled = !asked.blkioThrottles().isEmpty();
    limits.require("blkioThrottles", throttled ? asked.blkioThrottles() : null, Controller.IO);
  }

  private void require(String field, @Nullable Object asked, Controller controller) {
    if (asked != null && !host.controllers().contains(controller)) {
      throw JpodException.refused(
          whose
              + " asks for "
              + field
              + ", which nobody would keep: this host's cgroups have no controller '"
              + controller.name(host.cgroups())
              + "'",
          "take "
              + field
              + " out, or boot the host with that controller; "
              + switch (host.cgroups()) {
                case V1 -> "'ls /sys/fs/cgroup' shows";
                case V2 -> "'cat /sys/fs/cgroup/cgroup.controllers' shows";
              }
              + " those that there are");
    }
  }
}
