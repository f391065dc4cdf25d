package dev.jpod.transfer;

import dev.jpod.image.BlobArrival;
import dev.jpod.image.Descriptor;
import dev.jpod.image.ImageDocuments;
import dev.jpod.image.ImageStore;
import dev.jpod.image.Intake;
import dev.jpod.image.StoreFailure;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.TransferListener.Fate;
import dev.jpod.transfer.TransferListener.Part;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/**
 * Carries the layers of one image into the store. Several arrive at once, and each is unpacked
 * while it arrives. The first failure ends the others.
 */
final class Pull {
  private static final int ARRIVING = 6;
  private static final int UNPACKING = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final ImageOrigin origin;
  private final ImageDocuments documents;
  private final TransferListener listener;

  Pull(ImageOrigin origin, ImageDocuments documents, TransferListener listener) {
    this.origin = origin;
    this.documents = documents;
    this.listener = listener;
  }

  /** Takes the image in under these names. */
  void into(ImageStore store, List<ImageReference> names) {
    try (Intake intake = store.intake(documents)) {
      try {
        carry(intake);
        intake.admit(names);
      } catch (JpodException e) {
        if (e.failure() == Failure.REFUSED) {
          intake.refuse();
        }
        throw e;
      }
    }
  }

  private void carry(Intake intake) {
    List<Descriptor> layers = documents.manifest().layers();
    Map<Digest, CompletableFuture<BlobArrival>> arrivals = new LinkedHashMap<>();
    try (Crew crew = new Crew(origin::close)) {
      ExecutorService arriving = crew.team("layer-arriving", ARRIVING);
      ExecutorService unpacking = crew.team("layer-unpacking", UNPACKING);
      for (Descriptor layer : layers) {
        if (!arrivals.containsKey(layer.digest())) {
          CompletableFuture<BlobArrival> arrival = new CompletableFuture<>();
          arrivals.put(layer.digest(), arrival);
          crew.give(arriving, () -> fetch(layer, intake, arrival, crew));
        }
      }
      for (int i = 0; i < layers.size(); i++) {
        int position = i;
        CompletableFuture<BlobArrival> arrival =
            Objects.requireNonNull(arrivals.get(layers.get(i).digest()));
        crew.give(unpacking, () -> unpack(position, intake, arrival, crew));
      }
      crew.await();
    } catch (IOException e) {
      throw StoreFailure.of(
          "cannot take in a layer of the image '" + documents.descriptor().digest() + "'", e);
    }
  }

  private void fetch(
      Descriptor layer, Intake intake, CompletableFuture<BlobArrival> promise, Crew crew) {
    Part part = new Part(layer.digest(), layer.size());
    listener.began(part);
    BlobArrival arrival = null;
    try {
      arrival = intake.arrival(layer);
      promise.complete(arrival);
      Fate fate = arrival.isComplete() ? Fate.ALREADY_THERE : Fate.TRANSFERRED;
      while (!arrival.isComplete()) {
        crew.requireNoFailure();
        origin.fetch(layer, arrival, bytes -> listener.moved(part, bytes));
        arrival.complete();
      }
      listener.ended(part, fate);
    } catch (IOException | RuntimeException | Error e) {
      // An error, too, must reach those who wait for the content.
      crew.fail(e instanceof Exception known ? known : new IllegalStateException(e));
      promise.completeExceptionally(e);
      if (arrival != null) {
        arrival.fail(new IOException(e.getMessage(), e));
      }
      listener.ended(part, Fate.FAILED);
    }
  }

  private void unpack(
      int position, Intake intake, CompletableFuture<BlobArrival> promise, Crew crew) {
    try {
      intake.unpack(position, promise.get());
    } catch (ExecutionException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      crew.fail(e);
    }
  }
}
