package dev.jpod.runtime;

/**
 * A file that tells a limit.
 *
 * @param controller the hierarchy that it is in on cgroup v1; without meaning on v2
 * @param name the file's name within the container's cgroup; no two have the same
 */
public record CgroupFile(String controller, String name) {}
