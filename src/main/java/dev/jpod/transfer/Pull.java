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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

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
    List<Future<?>> tasks = new ArrayList<>();
    try (ExecutorService arriving = crew("layer-arriving", ARRIVING);
        ExecutorService unpacking = crew("layer-unpacking", UNPACKING)) {
      for (Descriptor layer : layers) {
        if (!arrivals.containsKey(layer.digest())) {
          CompletableFuture<BlobArrival> arrival = new CompletableFuture<>();
          arrivals.put(layer.digest(), arrival);
          tasks.add(arriving.submit(() -> fetch(layer, intake, arrival)));
        }
      }
      for (int i = 0; i < layers.size(); i++) {
        int position = i;
        CompletableFuture<BlobArrival> arrival =
            Objects.requireNonNull(arrivals.get(layers.get(i).digest()));
        tasks.add(unpacking.submit(() -> unpack(position, intake, arrival)));
      }
      await(tasks);
    }
    RuntimeException broken = failure.get();
    if (broken != null) {
      throw broken;
    }
  }

  private static ExecutorService crew(String name, int size) {
    return Executors.newFixedThreadPool(size, Thread.ofPlatform().daemon().name(name, 1).factory());
  }

  private void fetch(Descriptor layer, Intake intake, CompletableFuture<BlobArrival> promise) {
    Part part = new Part(layer.digest(), layer.size());
    listener.began(part);
    BlobArrival arrival = null;
    try {
      arrival = intake.arrival(layer);
      promise.complete(arrival);
      Fate fate = arrival.isComplete() ? Fate.ALREADY_THERE : Fate.TRANSFERRED;
      while (!arrival.isComplete()) {
        requireNoFailure();
        origin.fetch(layer, arrival, bytes -> listener.moved(part, bytes));
        arrival.complete();
      }
      listener.ended(part, fate);
    } catch (IOException | RuntimeException e) {
      RuntimeException cause = asFailure(e);
      fail(cause);
      promise.completeExceptionally(cause);
      if (arrival != null) {
        arrival.fail(new IOException(cause.getMessage(), cause));
      }
      listener.ended(part, Fate.FAILED);
    }
  }

  private void unpack(int position, Intake intake, CompletableFuture<BlobArrival> promise) {
    try {
      intake.unpack(position, promise.get());
    } catch (ExecutionException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void requireNoFailure() {
    RuntimeException broken = failure.get();
    if (broken != null) {
      throw broken;
    }
  }

  private void fail(RuntimeException cause) {
    if (failure.compareAndSet(null, cause)) {
      origin.close();
    }
  }

  private RuntimeException asFailure(Exception cause) {
    return switch (cause) {
      case RuntimeException known -> known;
      case IOException e ->
          StoreFailure.of(
              "cannot take in a layer of the image '" + documents.descriptor().digest() + "'", e);
      default -> throw new IllegalStateException("nothing else is thrown here", cause);
    };
  }

  private static void await(List<Future<?>> tasks) {
    boolean interrupted = false;
    for (Future<?> task : tasks) {
      while (true) {
        try {
          task.get();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("a transfer ended without saying why", e.getCause());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
