package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.image.StoredContent;
import dev.jpod.model.Digest;
import dev.jpod.transfer.ImageDestination.Taken;
import dev.jpod.transfer.ImageOrigin.Content;
import dev.jpod.transfer.ImageOrigin.Document;
import dev.jpod.transfer.TransferListener.Fate;
import dev.jpod.transfer.TransferListener.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * Carries one image of the store elsewhere: its configuration and its layers, several at once, then
 * the manifest word for word. The first failure ends the others.
 */
final class Push {
  private static final int AT_ONCE = 5;

  private final StoredContent content;
  private final ImageDestination destination;
  private final TransferListener listener;

  Push(StoredContent content, ImageDestination destination, TransferListener listener) {
    this.content = content;
    this.destination = destination;
    this.listener = listener;
  }

  /**
   * Returns when the image is there.
   *
   * @throws IOException when something cannot be read, or written where that is a file
   */
  void run() throws IOException {
    try (Crew crew = new Crew(destination::close)) {
      ExecutorService leaving = crew.team("blob-leaving", AT_ONCE);
      for (Descriptor blob : blobs()) {
        crew.give(leaving, () -> carry(blob, crew));
      }
      crew.await();
    }
    Descriptor manifest = content.descriptor();
    destination.finish(
        new Document(
            new Content(content.manifestBytes()), manifest.mediaType(), manifest.digest()));
  }

  /** The largest first, so that none of them is left alone at the end. */
  private List<Descriptor> blobs() {
    Map<Digest, Descriptor> distinct = new LinkedHashMap<>();
    distinct.put(content.manifest().config().digest(), content.manifest().config());
    for (Descriptor layer : content.manifest().layers()) {
      distinct.put(layer.digest(), layer);
    }
    List<Descriptor> blobs = new ArrayList<>(distinct.values());
    blobs.sort((one, other) -> Long.compare(other.size(), one.size()));
    return blobs;
  }

  private void carry(Descriptor blob, Crew crew) {
    if (crew.hasFailed()) {
      return;
    }
    Part part = new Part(blob.digest(), blob.size());
    listener.began(part);
    try {
      Taken taken =
          destination.take(blob, () -> content.open(blob), bytes -> listener.moved(part, bytes));
      listener.ended(
          part,
          switch (taken) {
            case TRANSFERRED -> Fate.TRANSFERRED;
            case ALREADY_THERE -> Fate.ALREADY_THERE;
          });
    } catch (IOException | RuntimeException e) {
      crew.fail(e);
      listener.ended(part, Fate.FAILED);
    }
  }
}
