package dev.jpod.image;

import dev.jpod.model.ImageReference;
import java.util.List;

/**
 * What is taken out of an archive or a layout.
 *
 * @param form what it has to be
 * @param platform of an image for several platforms
 * @param names what the image is called in the store, which then must be one; empty for the names
 *     that the archive has
 */
public record LoadChoice(
    Form form, ImagePick pick, Platform platform, List<ImageReference> names, ImageGate gate) {
  /** What an archive is. */
  public enum Form {
    /** One of the others; what it is, the archive itself says. */
    ANY,
    OCI,
    DOCKER
  }

  public LoadChoice {
    names = List.copyOf(names);
  }

  /** All that there is, for this host, under the names that it has. */
  public static LoadChoice everything() {
    return new LoadChoice(
        Form.ANY, new ImagePick.Every(), Platform.ofHost(), List.of(), ImageGate.OPEN);
  }
}
