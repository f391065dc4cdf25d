package dev.jpod.podman;

import dev.jpod.host.NodeStatus;
import dev.jpod.host.RecordLock;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A store of Podman and Buildah, held so that nobody changes it: with the shared locks that these
 * tools take themselves when they read, in their order. Nothing in it is written. What it says is
 * believed only where it has been checked.
 */
public final class ContainersStorage implements AutoCloseable {
  /** A pull unpacks a whole layer under the lock. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long PAUSE_MILLIS = 20;
  private static final int LARGEST_RECORDS = 64 << 20;
  private static final int OTHERS_MAY_WRITE = 022;

  private final StoragePlace place;
  private final RecordLock layers;
  private final RecordLock images;

  private ContainersStorage(StoragePlace place, RecordLock layers, RecordLock images) {
    this.place = place;
    this.layers = layers;
    this.images = images;
  }

  /**
   * Waits until nobody changes the store, and keeps it so until it is closed.
   *
   * @throws JpodException of kind NOT_FOUND when there is no store, REFUSED when others than the
   *     caller could change what containers run from, LOCKED after two minutes
   */
  public static ContainersStorage open(StoragePlace place) {
    try {
      requireOwn(place.root());
      requireOwn(place.home());
      RecordLock layers = lock(place.records("layers").resolve("layers.lock"));
      try {
        return new ContainersStorage(
            place, layers, lock(place.records("images").resolve("images.lock")));
      } catch (IOException | RuntimeException e) {
        layers.close();
        throw e;
      }
    } catch (IOException e) {
      throw new JpodException(
          Failure.FAILED,
          "cannot lock Podman's store '" + place.root() + "': " + e.getMessage(),
          "run jpod as the owner of that store",
          e);
    }
  }

  private static void requireOwn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw JpodException.notFound(
          "there is no image store of Podman or Buildah in '" + folder + "'",
          "see 'podman info' for its 'graphRoot', and name it as in"
              + " 'containers-storage:[overlay@/graph/root]NAME'");
    }
    NodeStatus status = NodeStatus.of(folder);
    if (status.user() != NodeStatus.of(Path.of("/proc/self")).user()
        || (status.permissions() & OTHERS_MAY_WRITE) != 0) {
      throw JpodException.refused(
          "'" + folder + "' can be changed by other users, who could change running containers",
          "use a store that belongs to the user of jpod, and nobody else can write to");
    }
  }

  private static RecordLock lock(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw JpodException.notFound(
          "there is no image store of Podman or Buildah with the lock '" + file + "'",
          "see 'podman info' for its 'graphRoot' and its 'graphDriverName'");
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      RecordLock lock = RecordLock.trySharedOf(file);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - end > 0) {
        throw new JpodException(
            Failure.LOCKED,
            "the lock '" + file + "' is held by another program for two minutes",
            "repeat the command when Podman or Buildah is done");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the wait was interrupted", e);
      }
    }
  }

  /**
   * The image that a name means to Podman: a reference, where one without a registry is looked for
   * below {@code localhost} first and below {@code docker.io} then; an id, with {@code @} before it
   * or not; or the start of an id, at least four digits of it.
   *
   * @throws JpodException of kind NOT_FOUND when there is no such image, USAGE when a short id fits
   *     several, REFUSED when its record cannot be used
   */
  public StorageImage image(String name) {
    Path file = place.records("images").resolve("images.json");
    ImageNames names =
        new ImageNames(Documents.objects(Documents.read(file, LARGEST_RECORDS), file));
    ImageNames.Match match = names.find(name);
    if (match == null) {
      throw JpodException.notFound(
          "there is no image '" + name + "' in Podman's store '" + place.root() + "'",
          "'podman images' or 'buildah images' list what is there");
    }
    JsonNode record = match.record();
    String id = Documents.id(record, "id", file);
    StorageFiles files = new StorageFiles(place.records("images").resolve(id));
    return new StorageImage(
        place,
        id,
        match.reference(),
        ImageNames.of(record),
        files,
        Documents.texts(record, "big-data-names"),
        Documents.text(record, "metadata"),
        LayerRecords.read(place, LARGEST_RECORDS).upTo(Documents.text(record, "layer")));
  }

  @Override
  public void close() {
    try (layers;
        images) {
      return;
    } catch (IOException e) {
      throw new JpodException(
          Failure.FAILED,
          "cannot release the locks of Podman's store '" + place.root() + "'",
          "they are released when jpod ends",
          e);
    }
  }
}
