package dev.jpod.manifest;

import org.jspecify.annotations.Nullable;

/** Numbers of bytes outside of manifests, written as they are in these: {@code 512MiB}. */
public final class SizeText {
  private SizeText() {}

  /** The exact number of bytes; null for what is not a size. */
  public static @Nullable Long bytes(String text) {
    try {
      return Sizes.parse(text);
    } catch (Mistake mistake) {
      return null;
    }
  }
}
