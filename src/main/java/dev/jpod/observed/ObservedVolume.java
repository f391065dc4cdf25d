package dev.jpod.observed;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named volume as it is recorded.
 *
 * @param stack the stack that it was made for, or null
 */
public record ObservedVolume(
    @Nullable String stack, Map<String, String> labels, Ownership ownership) {
  public ObservedVolume {
    labels = Map.copyOf(labels);
  }

  /** A volume of whom its record names. */
  public ObservedVolume(@Nullable String stack, Map<String, String> labels) {
    this(stack, labels, Ownership.RECORDED);
  }

  /** The same volume as one of a stack that is to take it over. */
  public ObservedVolume adoptedBy(String adopter) {
    return new ObservedVolume(adopter, labels, Ownership.ADOPTED);
  }

  /** Whether it is to be taken over. */
  public boolean isAdopted() {
    return ownership == Ownership.ADOPTED;
  }
}
