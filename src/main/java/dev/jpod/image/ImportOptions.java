package dev.jpod.image;

import dev.jpod.model.ImageConfig;
import java.time.Instant;

/**
 * What an imported root filesystem becomes: the tar itself says nothing about how to run it. The
 * same tar with the same options gives the same image id, so a caller that wants a repeatable
 * import passes a fixed {@code created}.
 *
 * @param config the changes that {@code docker import -c} makes, as a whole configuration
 * @param created recorded in the image
 * @param comment recorded in the image's history; may be empty
 */
public record ImportOptions(ImageConfig config, Instant created, String comment) {
  /** An image that says nothing about its containers, for this host's platform. */
  public static ImportOptions at(Instant created) {
    return new ImportOptions(Platform.ofHost().emptyConfig(), created, "");
  }

  /** The same with another configuration. */
  public ImportOptions withConfig(ImageConfig newConfig) {
    return new ImportOptions(newConfig, created, comment);
  }
}
