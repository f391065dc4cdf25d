package dev.jpod.plan;

import dev.jpod.diff.WantedImage;
import dev.jpod.model.ByteSize;
import java.util.List;

/**
 * How many images a plan brings in, and how many the lock file decides on.
 *
 * @param bytes that are at most transferred for those that are brought in
 */
public record ImageCounts(int pulled, long bytes, int locked) {
  static ImageCounts of(List<WantedImage> images) {
    int pulled = 0;
    long bytes = 0;
    int locked = 0;
    for (WantedImage image : images) {
      if (image.presence() == WantedImage.Presence.MISSING) {
        pulled++;
        bytes += image.size();
      }
      if (image.pin() == WantedImage.Pin.LOCKED) {
        locked++;
      }
    }
    return new ImageCounts(pulled, bytes, locked);
  }

  /** Adds {@code 2 images to pull (54.1 MiB)} when there are any. */
  void addTo(List<String> parts) {
    if (pulled > 0) {
      String noun = pulled == 1 ? " image" : " images";
      parts.add(pulled + noun + " to pull (" + new ByteSize(bytes) + ")");
    }
  }
}
