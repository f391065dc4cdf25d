package dev.jpod.diff;

import dev.jpod.manifest.Origins;
import dev.jpod.manifest.Place;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where in the stack file a field was written, in the form {@code stack.yaml:12}. */
public final class FieldOrigins {
  /** Knows of no origin. */
  public static final FieldOrigins UNKNOWN = new FieldOrigins(null);

  private final @Nullable Origins origins;

  private FieldOrigins(@Nullable Origins origins) {
    this.origins = origins;
  }

  /** Those of a stack that was read. */
  public static FieldOrigins of(Origins origins) {
    return new FieldOrigins(origins);
  }

  /**
   * The place of a field of a container.
   *
   * @param path of the stack file's field, as {@link FieldKind#inStackFile} gives it
   */
  public Optional<String> of(InstanceKey key, String path) {
    return text(origins == null ? null : origins.of(key.pod(), key.container(), path));
  }

  /** The place of a field of a pod. */
  public Optional<String> ofPod(PodKey key, String path) {
    return text(origins == null ? null : origins.of(key.pod(), key.pod(), path));
  }

  /**
   * The place of a field of something at the top level, such as {@code networks.backend.mtu}, or of
   * what is nearest around it in that.
   */
  public Optional<String> ofStack(String path) {
    String outer = path;
    while (origins != null && outer.indexOf('.') > 0) {
      Place place = origins.of(outer);
      if (place != null) {
        return text(place);
      }
      outer = outer.substring(0, Math.max(0, outer.lastIndexOf('.')));
    }
    return Optional.empty();
  }

  private static Optional<String> text(@Nullable Place place) {
    return place == null ? Optional.empty() : Optional.of(place.fileAndLine());
  }
}
