package dev.jpod.image;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.jpod.host.FileTree;
import dev.jpod.host.StreamDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A folder of one import, from which finished content moves into the store; closing deletes it. */
final class Staging implements AutoCloseable {
  private static final int BUFFER = 256 * 1024;

  private final Path folder;
  private int count;

  private Staging(Path folder) {
    this.folder = folder;
  }

  static Staging in(Path parent) throws IOException {
    return new Staging(Files.createDirectories(parent.resolve(UUID.randomUUID().toString())));
  }

  Path folder() {
    return folder;
  }

  /** Keeps a document that jpod itself has written. */
  StagedBlob keep(byte[] document) throws IOException {
    return keep(new ByteArrayInputStream(document), document.length);
  }

  /**
   * Reads a stream to its end and forces it to disk.
   *
   * @param limit bytes after which the stream is refused
   */
  StagedBlob keep(InputStream content, long limit) throws IOException {
    Path file = folder.resolve(Integer.toString(count++));
    long size = 0;
    byte[] bytes = new byte[BUFFER];
    try (StreamDigest digest = StreamDigest.sha256();
        FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      int length = content.read(bytes);
      while (length >= 0) {
        size += length;
        if (size > limit) {
          throw new HostileLayerException("it has more than the " + limit + " bytes promised");
        }
        digest.update(bytes, 0, length);
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        length = content.read(bytes);
      }
      channel.force(true);
      return new StagedBlob(file, Sha256.of(digest), size);
    }
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(folder);
  }
}
