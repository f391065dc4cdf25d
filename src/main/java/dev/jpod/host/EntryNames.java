package dev.jpod.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Reads the names in an open folder, as getdents64(2) gives them. */
final class EntryNames {
  private static final int BUFFER = 64 * 1024;
  private static final int RECORD_LENGTH = 16;
  private static final int NAME = 19;

  private EntryNames() {}

  /** All but {@code .} and {@code ..}; of a folder that has not been read since it was opened. */
  static List<byte[]> of(int fd) throws IOException {
    List<byte[]> names = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(BUFFER, 8);
      while (true) {
        long length = SystemCalls.call(SystemCalls.GETDENTS64, fd, buffer.address(), BUFFER, 0, 0);
        if (length < 0) {
          throw new SystemCallException("getdents64", "a folder", (int) -length);
        }
        if (length == 0) {
          return names;
        }
        add(buffer.asSlice(0, length), names);
      }
    }
  }

  private static void add(MemorySegment records, List<byte[]> names) {
    long at = 0;
    while (at < records.byteSize()) {
      long name = at + NAME;
      long end = name;
      while (records.get(ValueLayout.JAVA_BYTE, end) != 0) {
        end++;
      }
      byte[] bytes = records.asSlice(name, end - name).toArray(ValueLayout.JAVA_BYTE);
      if (!isDots(bytes)) {
        names.add(bytes);
      }
      at += records.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + RECORD_LENGTH) & 0xffff;
    }
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }
}
