package dev.jpod.engine;

import dev.jpod.image.ImageRoot;
import dev.jpod.image.UnionDriver;
import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.IdMappings;
import dev.jpod.model.JpodException;
import org.jspecify.annotations.Nullable;

/** Where the engine gets root file systems from. */
interface RootImages {
  /**
   * The image with this id, unpacked.
   *
   * @throws dev.jpod.model.JpodException of kind NOT_FOUND when the store has none
   */
  ImageRoot require(Digest id);

  /**
   * The same for a user namespace, with its users and groups as the owners of all files. The
   * container that is made of it takes note of {@link ImageRoot#shifted} before the {@link #hold()}
   * ends.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED when a file belongs to somebody else
   */
  ImageRoot require(Digest id, IdMappings ids);

  /** The health check that an image brings along; null for none, and for an image not there. */
  default @Nullable HealthCheck healthCheck(Digest id) {
    try {
      return require(id).config().healthCheck();
    } catch (JpodException e) {
      // Whoever needs the image will hear what is wrong with it.
      return null;
    }
  }

  /** What root file systems are made with. */
  UnionDriver driver();

  /** Keeps all images from being collected until closed. */
  Hold hold();

  /** See {@link #hold()}. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}
