package dev.jpod.reconcile;

import dev.jpod.diff.WantedImage;
import dev.jpod.plan.Step;
import dev.jpod.transfer.ImageCatalog;
import dev.jpod.transfer.ResolvedImage;
import dev.jpod.transfer.TransferListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Brings images in. A pull may take minutes, and nothing is lost when it is broken off: it is left
 * alone as soon as the end of the run is asked for, and ends with this process.
 */
record Pulls(ImageCatalog catalog, ApplyListener listener, Drain drain) {
  /** Pulls exactly the image that was planned. */
  void pull(Step step, WantedImage image) {
    ResolvedImage planned =
        new ResolvedImage(
            image.reference(),
            image.digest(),
            image.manifest(),
            image.id(),
            image.size(),
            ResolvedImage.Presence.REMOTE);
    WhileRunning told = new WhileRunning(listener.pulling(step));
    CompletableFuture<Void> done = new CompletableFuture<>();
    drain.whenAsked(() -> done.completeExceptionally(new Executor.WaitGivenUp()));
    Thread.ofPlatform().daemon().name(step.id()).start(() -> obtain(planned, told, done));
    try {
      await(done);
    } finally {
      told.isOver = true;
    }
  }

  private void obtain(ResolvedImage image, TransferListener told, CompletableFuture<Void> done) {
    try {
      catalog.obtain(image, told);
      done.complete(null);
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  private static void await(CompletableFuture<Void> done) {
    try {
      done.get();
    } catch (InterruptedException e) {
      throw new Executor.WaitGivenUp();
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException known -> known;
        case null, default -> new IllegalStateException("the transfer broke off", e.getCause());
      };
    }
  }

  /** Says nothing more once the step is over. */
  private static final class WhileRunning implements TransferListener {
    private final TransferListener listener;
    private volatile boolean isOver;

    WhileRunning(TransferListener listener) {
      this.listener = listener;
    }

    @Override
    public void began(Part part) {
      if (!isOver) {
        listener.began(part);
      }
    }

    @Override
    public void moved(Part part, long bytes) {
      if (!isOver) {
        listener.moved(part, bytes);
      }
    }

    @Override
    public void ended(Part part, Fate fate) {
      if (!isOver) {
        listener.ended(part, fate);
      }
    }
  }
}
