package dev.jpod.runtime;

/**
 * The processors and memory nodes that a container has when nothing is asked for: those of the
 * cgroup above it, in the kernel's list form.
 *
 * @param cpus for example {@code 0-3}
 * @param mems for example {@code 0}
 */
public record CpusetDefaults(String cpus, String mems) {}
