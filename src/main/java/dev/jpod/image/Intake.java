package dev.jpod.image;

import dev.jpod.host.KernelLock;
import dev.jpod.host.OpenDirectory;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One image that comes into the store blob by blob: each is checked, and layers are unpacked, while
 * others are still to come. Methods may be called by several threads, except the last two. Nothing
 * of the image can be seen before it is admitted.
 */
public final class Intake implements AutoCloseable {
  private final OciLayout layout;
  private final LayerStore layers;
  private final ImageDocuments documents;
  private final KernelLock running;
  private final Staging staging;
  private final Map<Digest, BlobArrival> arrivals = new ConcurrentHashMap<>();
  private boolean refused;

  private Intake(OciLayout layout, LayerStore layers, ImageDocuments documents, KernelLock running)
      throws IOException {
    this.layout = layout;
    this.layers = layers;
    this.documents = documents;
    this.running = running;
    this.staging = Staging.in(layout.staging());
  }

  static Intake open(OciLayout layout, LayerStore layers, ImageDocuments documents)
      throws IOException {
    KernelLock running = KernelLock.shared(layers.lockFile());
    try {
      return new Intake(layout, layers, documents, running);
    } catch (IOException | RuntimeException e) {
      running.close();
      throw e;
    }
  }

  /**
   * Begins with a layer, or goes on with what an earlier run has left; to be called once for each
   * of the manifest's distinct layers. Waits while somebody else fetches the same content.
   */
  public BlobArrival arrival(Descriptor layer) {
    try {
      BlobArrival arrival = BlobArrival.open(layout, staging.folder(), layer);
      arrivals.put(layer.digest(), arrival);
      return arrival;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Unpacks a layer as its content arrives; when the store has it unpacked, only waits for it.
   *
   * @param position of the layer in the manifest, from the lowest
   */
  public void unpack(int position, BlobArrival arrival) {
    Digest chain = documents.chain().get(position);
    Digest diffId = documents.settings().diffIds().get(position);
    try {
      try {
        layers.ensure(chain, diffId, arrival::content, LayerStore.Settling.LATER);
      } catch (IOException e) {
        StagedBlob whole = arrival.await();
        if (!arrival.wasBegunAnew()) {
          throw e;
        }
        layers.ensure(
            chain, diffId, LayerStore.Content.of(whole.file()), LayerStore.Settling.LATER);
      }
      arrival.await();
    } catch (HostileLayerException e) {
      throw failure(
          new HostileLayerException(
              "the layer '" + arrival.blob().digest() + "' is refused: " + e.getMessage(), e));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Gives the image its place and its names, all at once and safe from a power cut. */
  public void admit(List<ImageReference> names) {
    try {
      List<StagedBlob> content = new ArrayList<>();
      for (Descriptor layer : documents.manifest().layers()) {
        BlobArrival arrival = arrivals.get(layer.digest());
        if (arrival == null) {
          throw new IllegalStateException("the layer '" + layer.digest() + "' has not arrived");
        }
        content.add(arrival.await());
      }
      IncomingImage image =
          new IncomingImage(
              names,
              documents.descriptor(),
              staging.keep(documents.manifestBytes()),
              staging.keep(documents.configBytes()),
              documents.settings(),
              content);
      try (OpenDirectory folder = OpenDirectory.open(layout.folder())) {
        folder.syncFileSystem();
      }
      layers.settle(documents.chain());
      new Admission(layout, layers).enter(List.of(image));
      for (StagedBlob blob : content) {
        new PartialBlobs(layout).remove(blob.digest());
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Says that the image is not fit to be used: closing takes back what is there of it. */
  public void refuse() {
    refused = true;
  }

  private void takeBack() throws IOException {
    try (KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
      for (Descriptor layer : documents.manifest().layers()) {
        new PartialBlobs(layout).remove(layer.digest());
      }
      new Collector(layout, layers).collect(Set.of());
    }
  }

  private JpodException failure(IOException cause) {
    if (cause.getCause() instanceof JpodException known) {
      return known;
    }
    return StoreFailure.of(
        "cannot take in the image '" + documents.descriptor().digest() + "'", cause);
  }

  @Override
  public void close() {
    try {
      release();
      if (refused) {
        takeBack();
      }
    } catch (IOException e) {
      throw new JpodException(
          Failure.FAILED,
          "cannot clean the image store: " + StoreFailure.reason(e),
          "the next pull does it",
          e);
    }
  }

  private void release() throws IOException {
    try (running;
        staging) {
      for (BlobArrival arrival : arrivals.values()) {
        arrival.close();
      }
    }
  }
}
