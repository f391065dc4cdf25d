package dev.jpod.diff;

import dev.jpod.model.Container.Role;
import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.Instance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which health check counts for an instance: its own, else that of its image.
 *
 * @param ofImages those of the images that were asked for
 */
public record HealthChecks(Map<Digest, HealthCheck> ofImages) {
  public HealthChecks {
    ofImages = Map.copyOf(ofImages);
  }

  /** The check, or null when there is none, or none that anybody asked for. */
  public @Nullable HealthCheck of(Instance instance) {
    return instance.container().role() == Role.INIT
        ? null
        : HealthCheck.effective(instance.container().healthCheck(), ofImages.get(instance.image()));
  }
}
