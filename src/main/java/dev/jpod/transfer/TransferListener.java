package dev.jpod.transfer;

import dev.jpod.model.Digest;

/** Told how the parts of images get on. Called by several threads, often; must not block. */
public interface TransferListener {
  /** For those who do not want to know. */
  TransferListener SILENT =
      new TransferListener() {
        @Override
        public void began(Part part) {}

        @Override
        public void moved(Part part, long bytes) {}

        @Override
        public void ended(Part part, Fate fate) {}
      };

  /** A blob of an image: its configuration or a layer; the size is in bytes, as transferred. */
  record Part(Digest digest, long size) {}

  /** How a part came to be where it was wanted. */
  enum Fate {
    TRANSFERRED,
    ALREADY_THERE,
    /** The transfer failed; what follows is an exception of the whole. */
    FAILED
  }

  /** A part of a known size is about to move. */
  void began(Part part);

  /** So many bytes of it are there by now; fewer than before when a transfer began anew. */
  void moved(Part part, long bytes);

  /** Nothing more will be said of this part. */
  void ended(Part part, Fate fate);
}
