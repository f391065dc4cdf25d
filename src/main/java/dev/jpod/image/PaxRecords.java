package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/**
 * The PAX records of one entry with their values as bytes. commons-compress decodes values as
 * UTF-8, which destroys file capabilities and names in other encodings, so the values that must
 * survive are read again from the same header blocks.
 */
final class PaxRecords {
  static final PaxRecords NONE = new PaxRecords();

  private static final int BLOCK = 512;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int TYPE_AT = 156;

  private final Map<String, byte[]> values = new HashMap<>();

  private PaxRecords() {}

  /**
   * Reads the records from the header blocks of one entry.
   *
   * @param blocks starting with the first header, ending after the entry's own header
   */
  static PaxRecords of(byte[] blocks) throws HostileLayerException {
    PaxRecords records = null;
    int at = 0;
    while (at + BLOCK <= blocks.length) {
      byte type = blocks[at + TYPE_AT];
      if (!isSpecial(type)) {
        break;
      }
      long size = TarUtils.parseOctalOrBinary(blocks, at + SIZE_AT, SIZE_LENGTH);
      int start = at + BLOCK;
      if (size < 0 || size > blocks.length - start) {
        throw new HostileLayerException("an extended header has an impossible size");
      }
      int end = start + (int) size;
      if (type == 'x' || type == 'X') {
        records = records == null ? new PaxRecords() : records;
        records.read(blocks, start, end);
      } else if (type == 'g') {
        requireHarmless(blocks, start, end);
      }
      at = start + (((int) size + BLOCK - 1) / BLOCK) * BLOCK;
    }
    return records == null ? NONE : records;
  }

  private static boolean isSpecial(byte type) {
    return switch (type) {
      case 'x', 'X', 'g', 'L', 'K' -> true;
      default -> false;
    };
  }

  /** Records for all entries may comment, but not name or measure entries. */
  private static void requireHarmless(byte[] blocks, int start, int end)
      throws HostileLayerException {
    PaxRecords global = new PaxRecords();
    global.read(blocks, start, end);
    for (String key : global.values.keySet()) {
      boolean harmless =
          switch (key) {
            case "comment", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname" -> true;
            default -> false;
          };
      if (!harmless) {
        throw new HostileLayerException(
            "a global header sets '" + EntryName.shown(key.getBytes(UTF_8)) + "' for all entries");
      }
    }
  }

  /** Reads lines of the form {@code LENGTH KEY=VALUE\n}. */
  private void read(byte[] blocks, int start, int end) throws HostileLayerException {
    int at = start;
    while (at < end && blocks[at] != 0) {
      int space = at;
      int length = 0;
      while (space < end && blocks[space] >= '0' && blocks[space] <= '9' && space - at < 8) {
        length = length * 10 + (blocks[space++] - '0');
      }
      int next = at + length;
      if (space == end || blocks[space] != ' ' || next > end || next <= space + 1) {
        throw malformed();
      }
      int equals = space + 1;
      while (equals < next && blocks[equals] != '=') {
        equals++;
      }
      if (equals == next || blocks[next - 1] != '\n') {
        throw malformed();
      }
      String key = new String(blocks, space + 1, equals - space - 1, UTF_8);
      values.put(key, Arrays.copyOfRange(blocks, equals + 1, next - 1));
      at = next;
    }
  }

  private static HostileLayerException malformed() {
    return new HostileLayerException("an extended header is malformed");
  }

  /** A text's bytes; null when there is no such record, or an empty one, which means the same. */
  byte @Nullable [] text(String key) {
    byte[] value = values.get(key);
    return value == null || value.length == 0 ? null : value;
  }

  Map<String, byte[]> all() {
    return values;
  }
}
