package dev.jpod.image;

import dev.jpod.host.NewFile;
import java.io.IOException;

/** Copies a tar entry's content to a file, and the holes of a sparse one as holes. */
final class FileContent {
  private FileContent() {}

  static void copy(TarReader tar, TarEntry entry, NewFile file, byte[] buffer) throws IOException {
    long size = 0;
    boolean hole = false;
    int length = tar.read(buffer, 0, buffer.length);
    while (length >= 0) {
      hole = entry.isSparse() && isZero(buffer, length);
      if (hole) {
        file.skip(length);
      } else {
        file.write(buffer, 0, length);
      }
      size += length;
      length = tar.read(buffer, 0, buffer.length);
    }
    if (size != entry.size()) {
      throw new HostileLayerException(
          "'" + entry.name() + "' has " + size + " bytes instead of " + entry.size());
    }
    if (hole) {
      file.setSize(size);
    }
  }

  private static boolean isZero(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
