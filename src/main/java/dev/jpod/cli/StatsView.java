package dev.jpod.cli;

import dev.jpod.engine.Gauges.Reading;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.runtime.CgroupUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container uses, from two readings.
 *
 * @param pod its pod's name, or null without one
 * @param cpuNanos the time on processors between them
 * @param nanos the time between them
 */
record StatsView(@Nullable String pod, String container, long cpuNanos, long nanos, Reading last) {
  /** What the columns mean. */
  static final String MEANING =
      "CPU % is measured over a second; 100 is one processor. NET I/O is that of the network"
          + " namespace, which the containers of a pod share. Of a container without a cgroup they"
          + " are sums over its processes.";

  /** What a program may rely on. */
  static final List<String> FIELDS =
      List.of(
          "  container    its name, with pod, which is absent without one",
          "  cpuPercent   100 for one processor",
          "  memory       bytes, with memoryLimit, absent without one; absent, as pids, where the"
              + " host's cgroups do not count it",
          "  netReceived  bytes, with netSent; of the network namespace",
          "  blockRead    bytes, with blockWritten",
          "  pids         processes and threads");

  /**
   * Those of the containers that have a reading now, in their order.
   *
   * @param podNames by id
   */
  static List<StatsView> of(
      List<ObservedContainer> containers,
      Map<String, String> podNames,
      Map<String, Reading> before,
      Map<String, Reading> now) {
    List<StatsView> stats = new ArrayList<>();
    for (ObservedContainer container : containers) {
      Reading last = now.get(container.id());
      if (last != null) {
        Reading first = before.getOrDefault(container.id(), last);
        long cpu = Math.max(0, last.usage().cpuNanos() - first.usage().cpuNanos());
        String id = container.pod();
        String pod = id == null ? null : podNames.get(id);
        stats.add(new StatsView(pod, container.name(), cpu, last.nanos() - first.nanos(), last));
      }
    }
    return stats;
  }

  /** CONTAINER, CPU %, MEMORY / LIMIT, MEMORY %, NET I/O, BLOCK I/O, PIDS. */
  String[] cells() {
    CgroupUsage usage = last.usage();
    Long memory = usage.memory();
    boolean limited = memory != null && usage.memoryLimit() != Long.MAX_VALUE;
    return new String[] {
      container,
      Percent.of(cpuNanos, nanos),
      (memory == null ? "-" : Sizes.text(memory))
          + " / "
          + (limited ? Sizes.text(usage.memoryLimit()) : "-"),
      memory != null && limited ? Percent.of(memory, usage.memoryLimit()) : "-",
      Sizes.text(last.links().received()) + " / " + Sizes.text(last.links().sent()),
      Sizes.text(usage.read()) + " / " + Sizes.text(usage.written()),
      usage.processes() == null ? "-" : usage.processes().toString()
    };
  }

  static void json(Output out, List<StatsView> stats) {
    JsonOutput.array(
        out,
        stats,
        (json, each) -> {
          CgroupUsage usage = each.last().usage();
          if (each.pod() != null) {
            json.writeStringProperty("pod", each.pod());
          }
          json.writeStringProperty("container", each.container());
          json.writeNumberProperty(
              "cpuPercent", Double.parseDouble(Percent.of(each.cpuNanos(), each.nanos())));
          if (usage.memory() != null) {
            json.writeNumberProperty("memory", usage.memory());
          }
          if (usage.memoryLimit() != Long.MAX_VALUE) {
            json.writeNumberProperty("memoryLimit", usage.memoryLimit());
          }
          json.writeNumberProperty("netReceived", each.last().links().received());
          json.writeNumberProperty("netSent", each.last().links().sent());
          json.writeNumberProperty("blockRead", usage.read());
          json.writeNumberProperty("blockWritten", usage.written());
          if (usage.processes() != null) {
            json.writeNumberProperty("pids", usage.processes());
          }
        });
  }
}
