package dev.jpod.engine;

import dev.jpod.model.Security;
import dev.jpod.model.Security.Seccomp;
import dev.jpod.runtime.Capabilities;
import dev.jpod.runtime.HostFacts;
import dev.jpod.runtime.SeccompProfile;
import dev.jpod.runtime.SeccompTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The filters of system calls, each of the built-in ones made once. Nobody may change one. */
final class SeccompFilters {
  private final Map<String, ObjectNode> builtIn = new ConcurrentHashMap<>();

  /** The filter of a container, or null when every call is let through. */
  @Nullable ObjectNode of(Security security, HostFacts host) throws IOException {
    if (security.privileged()) {
      return null;
    }
    SeccompTarget target = SeccompTarget.of(Capabilities.granted(security, host), host);
    return switch (security.seccomp()) {
      case Seccomp.Default _ ->
          builtIn.computeIfAbsent(target.key(), _ -> SeccompProfile.builtIn().resolve(target));
      case Seccomp.Unconfined _ -> null;
      case Seccomp.Profile profile ->
          SeccompProfile.parse(Files.readString(Path.of(profile.path())), profile.path())
              .resolve(target);
    };
  }
}
