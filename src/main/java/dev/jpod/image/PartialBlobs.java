package dev.jpod.image;

import dev.jpod.host.KernelLock;
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
      Path lockFile = layout.staging().resolve(blob.getFileName() + ".lock");
      Files.createDirectories(layout.staging());
      try (KernelLock alone = KernelLock.tryExclusive(lockFile)) {
        if (alone != null) {
          bytes += sizeOf(blob);
          Files.deleteIfExists(blob);
        }
      }
    }
    return bytes;
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
