package dev.jpod.image;

import dev.jpod.host.EntryStatus;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.ReadableFile;
import dev.jpod.host.StreamDigest;
import dev.jpod.host.SystemCallException;
import dev.jpod.image.FolderWalk.Missing;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The tar that an unpacked layer was made of, byte for byte, put together from its files and what
 * else was in it. Its last read fails when it does not have the digest that it should have. For one
 * thread.
 */
final class RebuiltTar extends InputStream {
  private static final UnpackLimits LIMITS = UnpackLimits.GENEROUS;

  private final TarSplit split;
  private final OpenDirectory root;
  private final FolderWalk folders;
  private final StreamDigest digest = StreamDigest.sha256();
  private final Digest diffId;

  private byte[] segment = new byte[0];
  private int given;
  private @Nullable ReadableFile file;
  private String fileName = "";
  private long left;
  private long total;
  private boolean ended;

  private RebuiltTar(TarSplit split, OpenDirectory root, Digest diffId) {
    this.split = split;
    this.root = root;
    this.folders = new FolderWalk(new LayerRoot(root, root), LIMITS.depth());
    this.diffId = diffId;
  }

  /**
   * Opens a tar.
   *
   * @param packing the tar-split file
   * @param files the layer's folder
   */
  static RebuiltTar open(Path packing, Path files, Digest diffId) throws IOException {
    TarSplit split = TarSplit.open(packing);
    try {
      return new RebuiltTar(split, OpenDirectory.open(files), diffId);
    } catch (IOException | RuntimeException e) {
      split.close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = given < segment.length ? ofSegment(bytes, offset, length) : 0;
      if (count == 0 && file != null) {
        count = ofFile(file, bytes, offset, length);
      }
      if (count > 0) {
        digest.update(bytes, offset, count);
        total += count;
        return count;
      }
      advance();
    }
    return -1;
  }

  private int ofSegment(byte[] bytes, int offset, int length) {
    int count = Math.min(length, segment.length - given);
    System.arraycopy(segment, given, bytes, offset, count);
    given += count;
    return count;
  }

  private int ofFile(ReadableFile open, byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      open.close();
      file = null;
      return 0;
    }
    int count = open.read(bytes, offset, (int) Math.min(length, left));
    if (count == 0) {
      throw new IOException("its file '" + fileName + "' is shorter than it was");
    }
    left -= count;
    return count;
  }

  private void advance() throws IOException {
    if (total > LIMITS.bytes()) {
      throw new HostileLayerException("it has more than " + LIMITS.bytes() + " bytes");
    }
    switch (split.next()) {
      case TarSplitEntry.Segment next -> {
        segment = next.bytes();
        given = 0;
      }
      case TarSplitEntry.Content next -> {
        if (next.size() > 0) {
          begin(next);
        }
      }
      case null -> end();
    }
  }

  private void begin(TarSplitEntry.Content next) throws IOException {
    fileName = next.name().toString();
    left = next.size();
    if (next.name().isRoot()) {
      throw new HostileLayerException("its root is no file");
    }
    try {
      OpenDirectory parent = folders.open(next.name().parents(), Missing.FAIL);
      EntryStatus status = parent.status(next.name().last());
      if (status == null || !status.isRegularFile()) {
        throw new IOException("its file '" + fileName + "' is gone");
      }
      file = parent.openFile(next.name().last());
    } catch (SystemCallException e) {
      throw new IOException("its file '" + fileName + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private void end() throws IOException {
    ended = true;
    Digest found = Sha256.of(digest);
    if (!found.equals(diffId)) {
      throw new IOException("its files are not what they were: the digest is '" + found + "'");
    }
  }

  @Override
  public void close() throws IOException {
    try (split;
        root;
        folders;
        digest) {
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }
}
