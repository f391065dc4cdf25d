package dev.jpod.runtime;

/** Which generation of control groups the host's controllers belong to. */
public enum CgroupVersion {
  /** One hierarchy per controller; also the hybrid layout, where cgroup2 has no controllers. */
  V1,
  /** One hierarchy for all controllers. */
  V2
}
