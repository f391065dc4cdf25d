package dev.jpod.image;

import dev.jpod.model.Digest;
import java.util.List;

/** Asked whether an image may come in, once its documents are known and before anything is kept. */
@FunctionalInterface
public interface ImageGate {
  /** Lets everything pass. */
  ImageGate OPEN = _ -> {};

  /**
   * Returns when the image may come in.
   *
   * @param digests of its manifest and of the index that led to it, compared with their content
   * @throws dev.jpod.model.JpodException when it may not
   */
  void require(List<Digest> digests);
}
