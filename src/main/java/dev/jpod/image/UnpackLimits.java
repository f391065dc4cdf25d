package dev.jpod.image;

/**
 * What one layer may grow to before unpacking it is refused, so that a small hostile archive cannot
 * fill a disk, and none can exhaust the memory.
 *
 * @param bytes of the uncompressed tar, and again of all its files with their holes
 * @param entries of the tar
 * @param depth folders around an entry
 * @param headerBytes of one entry's headers, names and extended attributes
 */
public record UnpackLimits(long bytes, long entries, int depth, int headerBytes) {
  /** 64 GiB, four million entries, 256 folders deep, 1 MiB of headers an entry. */
  public static final UnpackLimits GENEROUS = new UnpackLimits(64L << 30, 4_000_000, 256, 1 << 20);

  public UnpackLimits {
    if (bytes <= 0 || entries <= 0 || depth <= 0 || headerBytes < 1024) {
      throw new IllegalArgumentException(
          "limits must be positive, and headers may have at least 1024 bytes");
    }
  }

  /** The same limits with another one for the bytes of a layer. */
  public UnpackLimits withBytes(long other) {
    return new UnpackLimits(other, entries, depth, headerBytes);
  }
}
