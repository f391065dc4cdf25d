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
    Form form, ImagePick pick, Platform platform, List<ImageReference> names, Gates gates) {
  /** Chooses the gate by what an archive turns out to be. */
  @FunctionalInterface
  public interface Gates {
    /** Lets everything pass. */
    Gates OPEN = _ -> ImageGate.OPEN;

    /** The gate for one of this form, which is never {@link Form#ANY}. */
    ImageGate of(Form form);
  }

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
  public static LoadChoice everything(Gates gates) {
    return new LoadChoice(Form.ANY, new ImagePick.Every(), Platform.ofHost(), List.of(), gates);
  }
}
