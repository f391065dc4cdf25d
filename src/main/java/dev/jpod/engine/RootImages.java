package dev.jpod.engine;

import dev.jpod.image.ImageRoot;
import dev.jpod.model.Digest;

/** Where the engine gets root file systems from. */
interface RootImages {
  /**
   * The image with this id, unpacked.
   *
   * @throws dev.jpod.model.JpodException of kind NOT_FOUND when the store has none
   */
  ImageRoot require(Digest id);

  /** Keeps all images from being collected until closed. */
  Hold hold();

  /** See {@link #hold()}. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}
