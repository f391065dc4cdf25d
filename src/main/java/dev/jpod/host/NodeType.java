package dev.jpod.host;

/** The kinds of files that {@code mknod} makes. */
public enum NodeType {
  PIPE(0010000),
  CHARACTER_DEVICE(0020000),
  BLOCK_DEVICE(0060000);

  private final int bits;

  NodeType(int bits) {
    this.bits = bits;
  }

  int bits() {
    return bits;
  }
}
