package dev.jpod.diff;

import dev.jpod.observed.ForeignName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A volume that is there under a name which the stack needs, and that is not the stack's.
 *
 * @param volume its name on the host
 * @param name in the stack file
 * @param owner the stack that has it; null for none
 */
public record ForeignVolume(String volume, String name, @Nullable String owner)
    implements Obstacle {
  @Override
  public String reason() {
    return ForeignName.reasonOfVolume(volume, owner);
  }

  @Override
  public String hint() {
    return ForeignName.hintOfVolume(volume, owner);
  }

  @Override
  public Optional<String> place(FieldOrigins origins) {
    return origins.ofStack("volumes." + name);
  }
}
