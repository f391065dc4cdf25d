package dev.jpod.transfer;

import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.ImageReference;
import org.jspecify.annotations.Nullable;

/**
 * Says what images names mean, and brings these images into the store. Safe for several threads.
 */
public interface ImageCatalog {
  /**
   * The image that a reference means now. A registry is asked only where the policy wants it: never
   * under {@code NEVER}, for what the store lacks under {@code MISSING}, and in any case under
   * {@code ALWAYS} and {@code NEWER}, the latter content with the store when no registry answers.
   * Names of this host are looked for in the store only. Fetches documents only and leaves nothing
   * in the store.
   *
   * @throws dev.jpod.model.JpodException of kind NOT_FOUND when there is no such image, UNREACHABLE
   *     when the registry that would know does not answer, REFUSED when it or its answer is not to
   *     be trusted
   */
  ResolvedImage resolve(ImageReference reference, PullPolicy policy);

  /**
   * The health check of an image that {@link #resolve} has found in a registry.
   *
   * @return null for an image without one, and for one that no registry was asked for
   */
  default @Nullable HealthCheck healthCheck(Digest id) {
    return null;
  }

  /**
   * Brings exactly this image into the store and gives it the name of its reference, whatever the
   * registry says of that name by now. Idempotent; two that want one image do the work once. After
   * a failure the store is as it was, but for parts that a later call continues.
   */
  void obtain(ResolvedImage image, TransferListener listener);
}
