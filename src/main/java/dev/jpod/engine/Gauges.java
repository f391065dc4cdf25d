package dev.jpod.engine;

import dev.jpod.host.LinkCounters;
import dev.jpod.host.ProcessFacts;
import dev.jpod.host.ProcessUsage;
import dev.jpod.runtime.CgroupUsage;
import dev.jpod.runtime.CgroupVersion;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.StoreLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What runs in containers and what it uses, by reading files only. */
public final class Gauges {
  private final StoreLayout layout;
  private final ContainerRecords records;
  private final CgroupVersion version = Cgroups.hostVersion();
  private final CgroupFolders cgroups = new CgroupFolders(version);

  public Gauges(StoreLayout layout) {
    this.layout = layout;
    this.records = new ContainerRecords(layout);
  }

  /**
   * What a container uses at a moment.
   *
   * @param nanos a clock that only goes forward
   * @param links those of its network namespace, which it may share
   */
  public record Reading(long nanos, CgroupUsage usage, LinkCounters links) {}

  /** The processes of a container, in the order of their ids; none when it does not run. */
  public List<ProcessFacts> processes(String container) {
    ContainerRecord record = records.find(container);
    List<ProcessFacts> processes = new ArrayList<>();
    if (record != null) {
      for (long pid : members(record)) {
        ProcessFacts facts = ProcessFacts.of(pid);
        if (facts != null) {
          processes.add(facts);
        }
      }
    }
    return processes;
  }

  private CgroupUsage usage(ContainerRecord record) {
    return record.cgroup().isEmpty()
        ? sum(members(record))
        : CgroupUsage.of(version, cgroups.contents(record.cgroup(), CgroupUsage.files(version)));
  }

  /** What those use that are there; the time of those that have ended is not known. */
  private static CgroupUsage sum(Set<Long> processes) {
    long cpuNanos = 0;
    long memory = 0;
    long threads = 0;
    long read = 0;
    long written = 0;
    for (long pid : processes) {
      ProcessUsage usage = ProcessUsage.of(pid);
      if (usage != null) {
        cpuNanos += usage.cpuNanos();
        memory += usage.memory();
        threads += usage.threads();
        read += usage.read();
        written += usage.written();
      }
    }
    return new CgroupUsage(cpuNanos, memory, Long.MAX_VALUE, threads, read, written);
  }

  private Set<Long> members(ContainerRecord record) {
    return record.cgroup().isEmpty()
        ? new ContainerProcesses(new ContainerFiles(layout, record.id())).all()
        : cgroups.processes(record.cgroup());
  }

  /**
   * What a running container uses; null when it has gone meanwhile.
   *
   * @param pid one of its processes
   */
  public @Nullable Reading read(String container, long pid) {
    ContainerRecord record = records.find(container);
    return record == null
        ? null
        : new Reading(System.nanoTime(), usage(record), LinkCounters.of(pid));
  }
}
