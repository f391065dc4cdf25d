package dev.jpod.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes tars byte by byte, so that a test can also write what no tool would. Entries belong to the
 * user who runs the tests, who may be an ordinary one.
 */
public final class TarBytes {
  static final long MODIFIED = 1_600_000_000L;

  private static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final int user;
  private final int group;

  public TarBytes() {
    try {
      Path own = Files.createTempFile("owner", "");
      user = (int) Files.getAttribute(own, "unix:uid");
      group = (int) Files.getAttribute(own, "unix:gid");
      Files.delete(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TarBytes file(String name, String content) {
    return entry(new Header(name, '0').size(content.length()), content.getBytes(UTF_8));
  }

  public TarBytes folder(String name) {
    return entry(new Header(name, '5').mode(0755), new byte[0]);
  }

  public TarBytes symlink(String name, String target) {
    return entry(new Header(name, '2').target(target), new byte[0]);
  }

  public TarBytes hardLink(String name, String target) {
    return entry(new Header(name, '1').target(target), new byte[0]);
  }

  public TarBytes pipe(String name) {
    return entry(new Header(name, '6'), new byte[0]);
  }

  /** The records of a PAX header, for the entry that follows. */
  public TarBytes pax(String... keysAndValues) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      byte[] body = (keysAndValues[i] + "=" + keysAndValues[i + 1] + "\n").getBytes(ISO_8859_1);
      int length = body.length + 2;
      while (Integer.toString(length).length() + 1 + body.length != length) {
        length++;
      }
      records.writeBytes((length + " ").getBytes(UTF_8));
      records.writeBytes(body);
    }
    return special('x', records.toByteArray());
  }

  /** A header of the format's own, such as {@code x}, {@code g} or {@code L}. */
  public TarBytes special(char type, byte[] content) {
    return entry(new Header("special", type).size(content.length), content);
  }

  public TarBytes entry(Header header, byte[] content) {
    out.writeBytes(header.bytes(user, group));
    out.writeBytes(content);
    out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    return this;
  }

  public TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** The tar without its end mark. */
  public byte[] unfinished() {
    return out.toByteArray();
  }

  public byte[] finished() {
    return Arrays.copyOf(out.toByteArray(), out.size() + 2 * BLOCK);
  }

  /** One header block; text fields are written as Latin-1, so every byte can be had. */
  public static final class Header {
    private final byte[] block = new byte[BLOCK];

    Header(String name, char type) {
      text(0, 100, name);
      octal(100, 8, 0644);
      octal(136, 12, MODIFIED);
      block[156] = (byte) type;
      text(257, 6, "ustar");
      text(263, 2, "00");
    }

    Header size(long size) {
      octal(124, 12, size);
      return this;
    }

    /** A size in the form for large numbers, which can also be negative. */
    Header binarySize(long size) {
      Arrays.fill(block, 124, 128, (byte) (size < 0 ? 0xff : 0));
      block[124] = (byte) (size < 0 ? 0xff : 0x80);
      for (int i = 0; i < 8; i++) {
        block[128 + i] = (byte) (size >> (56 - 8 * i));
      }
      return this;
    }

    Header mode(int mode) {
      octal(100, 8, mode);
      return this;
    }

    Header target(String target) {
      text(157, 100, target);
      return this;
    }

    Header device(int major, int minor) {
      octal(329, 8, major);
      octal(337, 8, minor);
      return this;
    }

    byte[] bytes(int user, int group) {
      octal(108, 8, user);
      octal(116, 8, group);
      byte[] bytes = block.clone();
      correctChecksum(bytes, 0);
      return bytes;
    }

    /** Whether a header of this class starts at a place of a tar. */
    static boolean isAt(byte[] tar, int at) {
      byte[] magic = "ustar".getBytes(ISO_8859_1);
      return Arrays.equals(tar, at + 257, at + 257 + magic.length, magic, 0, magic.length);
    }

    /** Makes a changed header valid again, so that its change is not all that is seen of it. */
    static void correctChecksum(byte[] tar, int at) {
      Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
      int sum = 0;
      for (int i = 0; i < BLOCK; i++) {
        sum += tar[at + i] & 0xff;
      }
      byte[] digits = String.format(Locale.ROOT, "%06o", sum).getBytes(ISO_8859_1);
      System.arraycopy(digits, 0, tar, at + 148, digits.length);
      tar[at + 154] = 0;
    }

    private void text(int at, int length, String text) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      System.arraycopy(bytes, 0, block, at, Math.min(length, bytes.length));
    }

    private void octal(int at, int length, long value) {
      if (block[at] != 0 && (block[at] & 0x80) != 0) {
        return;
      }
      String digits = Long.toOctalString(value);
      text(at, length, "0".repeat(length - 1 - digits.length()) + digits);
      block[at + length - 1] = 0;
    }
  }
}
