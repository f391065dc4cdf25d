package dev.jpod.image;

import dev.jpod.host.KernelLock;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What downloads that were broken off have left for later ones. */
record PartialBlobs(OciLayout layout) {
  /** Bytes of those that nothing was added to since then. */
  long size(Instant since) throws IOException {
    long bytes = 0;
    for (Path blob : untouched(since)) {
      bytes += sizeOf(blob);
    }
    return bytes;
  }

  /**
   * Deletes those that nothing was added to since then and that nobody goes on with just now.
   *
   * @return their bytes
   */
  long remove(Instant since) throws IOException {
    long bytes = 0;
    for (Path blob : untouched(since)) {
      bytes += remove(blob);
    }
    return bytes;
  }

  /** Deletes what there is of a blob, unless somebody goes on with it just now. */
  void remove(Digest blob) throws IOException {
    remove(layout.partial().resolve(blob.hex()));
  }

  private long remove(Path blob) throws IOException {
    Path lockFile = layout.staging().resolve(blob.getFileName() + ".lock");
    Files.createDirectories(layout.staging());
    try (KernelLock alone = KernelLock.tryExclusive(lockFile)) {
      long bytes = alone == null ? 0 : sizeOf(blob);
      if (alone != null) {
        Files.deleteIfExists(blob);
      }
      return bytes;
    }
  }

  private List<Path> untouched(Instant since) throws IOException {
    List<Path> blobs = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(layout.partial())) {
      for (Path blob : all) {
        if (Files.getLastModifiedTime(blob).toInstant().isBefore(since)) {
          blobs.add(blob);
        }
      }
    } catch (NoSuchFileException e) {
      return blobs;
    }
    return blobs;
  }

  private static long sizeOf(Path blob) throws IOException {
    try {
      return Files.size(blob);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
