package dev.jpod.runtime;

import dev.jpod.runtime.ConmonCommand.Terminal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another process to run in a container.
 *
 * @param env wins over the container's own
 * @param workingDir null for the container's
 * @param user null for the container's
 * @param capabilities what the process may do at most; null for the container's
 */
public record ExecRequest(
    List<String> args,
    Map<String, String> env,
    @Nullable String workingDir,
    @Nullable ContainerUser user,
    @Nullable Set<String> capabilities,
    Terminal terminal) {
  public ExecRequest {
    args = List.copyOf(args);
    env = Map.copyOf(env);
    capabilities = capabilities == null ? null : Set.copyOf(capabilities);
  }
}
