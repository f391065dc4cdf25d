package dev.jpod.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a long stream that comes in blocks. The JVM that jpod starts fast with has no
 * compiler that knows the processor's instructions for it, so libcrypto does the work where the
 * host has it, at ten times the speed. One thread at a time uses a digest; it is closed once.
 */
public abstract sealed class StreamDigest implements AutoCloseable {
  /** SHA-256 has 256 bits. */
  private static final int BYTES = 32;

  private StreamDigest() {}

  /** A digest of nothing yet. */
  public static StreamDigest sha256() {
    LibCrypto library = LibCrypto.OF_HOST;
    return library == null ? new OfJava() : new OfLibrary(library);
  }

  /**
   * The digits of content that is in memory. The JDK does it: to bind the library would take
   * longer.
   */
  public static String hexOf(byte[] content) {
    OfJava digest = new OfJava();
    digest.update(content, 0, content.length);
    return digest.hex();
  }

  /** The same by the JDK alone, as on a host without libcrypto. */
  static StreamDigest sha256OfJava() {
    return new OfJava();
  }

  public abstract void update(byte[] bytes, int offset, int length);

  /** The digest in hexadecimal digits; to be asked for once, after the last block. */
  public final String hex() {
    return HexFormat.of().formatHex(result());
  }

  abstract byte[] result();

  @Override
  public abstract void close();

  private static final class OfJava extends StreamDigest {
    private final MessageDigest digest;

    OfJava() {
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    byte[] result() {
      return digest.digest();
    }

    @Override
    public void close() {}
  }

  private static final class OfLibrary extends StreamDigest {
    private final LibCrypto library;
    private final MemorySegment context;

    OfLibrary(LibCrypto library) {
      this.library = library;
      try {
        this.context = (MemorySegment) library.newContext.invokeExact();
        MemorySegment algorithm = (MemorySegment) library.sha256.invokeExact();
        require((int) library.begin.invokeExact(context, algorithm, MemorySegment.NULL));
      } catch (Throwable e) {
        throw Libc.broken(e);
      }
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      MemorySegment block = MemorySegment.ofArray(bytes).asSlice(offset, length);
      try {
        require((int) library.update.invokeExact(context, block, (long) length));
      } catch (Throwable e) {
        throw Libc.broken(e);
      }
    }

    @Override
    byte[] result() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment result = arena.allocate(BYTES);
        require((int) library.end.invokeExact(context, result, MemorySegment.NULL));
        return result.toArray(ValueLayout.JAVA_BYTE);
      } catch (Throwable e) {
        throw Libc.broken(e);
      }
    }

    @Override
    public void close() {
      try {
        library.freeContext.invokeExact(context);
      } catch (Throwable e) {
        throw Libc.broken(e);
      }
    }

    private static void require(int succeeded) {
      if (succeeded != 1) {
        throw new IllegalStateException("libcrypto cannot make a SHA-256");
      }
    }
  }
}
