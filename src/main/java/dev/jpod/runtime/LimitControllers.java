package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import dev.jpod.model.Limit;
import dev.jpod.model.Resources;

/** Knows which controller keeps a limit, and refuses those for which the host has none. */
public final class LimitControllers {
  private LimitControllers() {}

  /** The controller that keeps a limit. */
  public static Controller of(Limit limit) {
    return switch (limit) {
      case MEMORY, MEMORY_RESERVATION, MEMORY_SWAP -> Controller.MEMORY;
      case CPUS, CPU_SHARES -> Controller.CPU;
      case CPUSET_CPUS, CPUSET_MEMS -> Controller.CPUSET;
      case PIDS -> Controller.PIDS;
      case BLKIO_WEIGHT, BLKIO_THROTTLES -> Controller.IO;
    };
  }

  /**
   * Passes limits that can be kept. That there be no limit needs no controller.
   *
   * @param whose begins the sentence, for example {@code container 'shop-web-0'}
   * @throws JpodException that names the first limit that cannot be kept
   */
  public static void require(String whose, Resources asked, HostFacts host) {
    for (Limit limit : Limit.of(asked)) {
      if (!host.controllers().contains(of(limit))) {
        throw JpodException.refused(
            whose
                + " asks for "
                + limit.field()
                + ", which nobody would keep: this host's cgroups have no controller '"
                + of(limit).name(host.cgroups())
                + "'",
            "take " + limit.field() + " out, or " + remedy(host.cgroups()));
      }
    }
  }

  /** What an administrator does to have all controllers. */
  public static String remedy(CgroupVersion version) {
    return "boot the host with that controller; "
        + switch (version) {
          case V1 -> "'ls /sys/fs/cgroup' shows";
          case V2 -> "'cat /sys/fs/cgroup/cgroup.controllers' shows";
        }
        + " those that there are";
  }
}
