package dev.jpod.transfer;

import dev.jpod.model.Digest;
import org.jspecify.annotations.Nullable;

/** A place where signatures are kept as images are: a repository, or an image layout. */
interface SignatureShelf {
  /** How people call the place. */
  String name();

  /** The manifest that has a tag, word for word; null when there is none. */
  byte @Nullable [] manifest(String tag);

  /**
   * The content of a digest; neither its digest nor its size are checked.
   *
   * @param size what it should have, which is little
   */
  byte[] blob(Digest digest, long size);
}
