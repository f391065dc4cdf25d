package dev.jpod.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an image says about the containers made from it: the parts of the OCI image configuration
 * that an engine acts on.
 *
 * @param env lines of {@code NAME=value}
 * @param exposedPorts for example {@code 80/tcp}
 * @param volumes absolute paths in the container
 * @param healthCheck how its containers are checked where the stack file does not say it; null for
 *     not at all
 */
public record ImageConfig(
    List<String> entrypoint,
    List<String> cmd,
    List<String> env,
    @Nullable String workingDir,
    @Nullable String user,
    Set<String> volumes,
    Set<String> exposedPorts,
    Map<String, String> labels,
    @Nullable String stopSignal,
    @Nullable HealthCheck healthCheck,
    String os,
    String architecture) {
  public ImageConfig {
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    env = List.copyOf(env);
    volumes = Ordered.copyOf(volumes);
    exposedPorts = Ordered.copyOf(exposedPorts);
    labels = Ordered.copyOf(labels);
  }
}
