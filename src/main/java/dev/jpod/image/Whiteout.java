package dev.jpod.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * How the OCI image specification writes removals into a layer's tar: by the names of entries that
 * are not files themselves.
 */
enum Whiteout {
  /** The entry is what it says. */
  NONE,
  /** {@code .wh.NAME} hides what lower layers have as {@code NAME}. */
  HIDES_ONE,
  /** {@code .wh..wh..opq} hides all that lower layers have in the folder. */
  HIDES_ALL,
  /** Book-keeping of aufs in old layers of Docker, which says nothing. */
  IGNORED;

  private static final byte[] PREFIX = ".wh.".getBytes(US_ASCII);
  private static final byte[] META_PREFIX = ".wh..wh.".getBytes(US_ASCII);
  private static final byte[] OPAQUE = ".wh..wh..opq".getBytes(US_ASCII);

  /**
   * What an entry's name says.
   *
   * @throws HostileLayerException when the name uses the reserved prefix in a way that means
   *     nothing: for a folder, or without a name to hide
   */
  static Whiteout of(EntryName name) throws HostileLayerException {
    if (name.isRoot()) {
      return NONE;
    }
    if (startsWith(name.components().getFirst(), META_PREFIX) && !isOpaque(name)) {
      return IGNORED;
    }
    for (byte[] parent : name.parents()) {
      if (startsWith(parent, PREFIX)) {
        throw new HostileLayerException("'" + name + "' lies in a folder with a whiteout's name");
      }
    }
    if (!startsWith(name.last(), PREFIX)) {
      return NONE;
    }
    if (Arrays.equals(name.last(), OPAQUE)) {
      return HIDES_ALL;
    }
    return startsWith(name.last(), META_PREFIX) ? IGNORED : hidesOne(name);
  }

  private static Whiteout hidesOne(EntryName name) throws HostileLayerException {
    byte[] hidden = hiddenBy(name);
    boolean dot = hidden.length == 1 && hidden[0] == '.';
    if (hidden.length == 0 || dot || EntryName.isParent(hidden)) {
      throw new HostileLayerException("the whiteout '" + name + "' hides no name");
    }
    return HIDES_ONE;
  }

  /** The name that a whiteout of the kind {@link #HIDES_ONE} hides. */
  static byte[] hiddenBy(EntryName name) {
    return Arrays.copyOfRange(name.last(), PREFIX.length, name.last().length);
  }

  private static boolean isOpaque(EntryName name) {
    return name.components().size() == 1 && Arrays.equals(name.last(), OPAQUE);
  }

  private static boolean startsWith(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }
}
