package dev.jpod.transfer;

import dev.jpod.image.ImageGate;
import dev.jpod.image.Platform;
import dev.jpod.model.ImageReference;
import java.util.List;

/**
 * How an image of a file or folder comes into the store.
 *
 * @param names what it is called there; empty for the names that it has where it comes from
 * @param platform of an image for several platforms
 */
public record Arriving(List<ImageReference> names, Platform platform, ImageGate gate) {
  public Arriving {
    names = List.copyOf(names);
  }
}
