package dev.jpod.model;

/**
 * A config or secret of the stack that a container sees as a file.
 *
 * @param source the name of the config or secret
 * @param target the absolute path in the container
 * @param mode permission bits
 */
public record FileGrant(String source, String target, int mode, int uid, int gid) {}
