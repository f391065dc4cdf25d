package dev.jpod.transfer;

import dev.jpod.host.CallerMask;
import dev.jpod.host.DurableFile;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ImageDestination.Source;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A tar under way. A file appears once it is complete; a pipe or device gets what there is at once.
 * Safe for several threads.
 */
final class TarUnderWay implements AutoCloseable {
  private static final int BUFFER = 256 * 1024;
  private static final int READABLE = 0444;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  private final @Nullable Place place;
  private final OutputStream out;
  private final BufferedOutputStream buffer;
  private final TarArchiveOutputStream tar;
  private final Set<String> names = new HashSet<>();

  /** What ended the tar; after it nothing can be written. */
  private @Nullable IOException broken;

  /** Where a file is to be, and where it is until then. */
  private record Place(Path target, Path temporary, Existing existing) {}

  private TarUnderWay(@Nullable Place place, OutputStream out) {
    this.place = place;
    this.out = out;
    this.buffer = new BufferedOutputStream(out, BUFFER);
    this.tar = new TarArchiveOutputStream(buffer, StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /**
   * Begins a file.
   *
   * @throws JpodException of kind REFUSED when there is one that must stay
   */
  static TarUnderWay to(Path target, Existing existing) throws IOException {
    if (isDevice(target)) {
      return onto(new FileOutputStream(target.toFile()));
    }
    FolderUnderWay.requireFolderOf(target);
    if (Files.isDirectory(target)) {
      throw JpodException.refused("'" + target + "' is a folder, not an archive", "name a file");
    }
    if (existing == Existing.REFUSED) {
      requireNothing(target);
    }
    Path temporary = target.resolveSibling(DurableFile.TEMPORARY_PREFIX + UUID.randomUUID());
    Files.createFile(temporary, OWNER_ONLY);
    return new TarUnderWay(
        new Place(target, temporary, existing), new FileOutputStream(temporary.toFile()));
  }

  /** Begins a tar on a stream, which stays open. */
  static TarUnderWay onto(OutputStream out) {
    return new TarUnderWay(null, out);
  }

  private static boolean isDevice(Path target) {
    return (target.startsWith("/dev") && !target.startsWith("/dev/shm"))
        || target.startsWith("/proc")
        || (Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target));
  }

  private static void requireNothing(Path target) {
    if (Files.exists(target)) {
      throw JpodException.refused(
          "there is a file '" + target + "' already",
          "name another one, or write over it with --force");
    }
  }

  /** Whether an entry of this name is there already; if not, whoever asks has to write it. */
  synchronized boolean claim(String name) {
    return names.add(name);
  }

  /**
   * Writes an entry; others wait for its end.
   *
   * @param size exactly what the source has
   */
  synchronized CheckedContent.Measure write(
      String name, long size, Source source, LongConsumer counted) throws IOException {
    if (broken != null) {
      throw broken;
    }
    try {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(size);
      entry.setMode(READABLE);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      CheckedContent.Measure measure = CheckedContent.copy(source, tar, counted);
      tar.closeArchiveEntry();
      return measure;
    } catch (IOException e) {
      broken = e;
      throw e;
    } catch (RuntimeException e) {
      broken = new IOException(e.getMessage(), e);
      throw e;
    }
  }

  void write(String name, byte[] content) throws IOException {
    write(name, content.length, () -> new ByteArrayInputStream(content), _ -> {});
  }

  /** Ends the tar, and shows the file. */
  synchronized void show() throws IOException {
    tar.finish();
    buffer.flush();
    if (place != null && out instanceof FileOutputStream file) {
      file.getChannel().force(true);
      file.close();
      if (place.existing() == Existing.REFUSED) {
        requireNothing(place.target());
      }
      CallerMask.ofProcess().give(place.temporary());
      DurableFile.moveInto(place.temporary(), place.target());
    }
  }

  /** Does not wait for a thread that writes: that one fails. */
  @Override
  public void close() throws IOException {
    if (place != null) {
      Files.deleteIfExists(place.temporary());
      out.close();
    }
  }
}
