package dev.jpod.transfer;

import dev.jpod.host.PlainFiles;
import dev.jpod.host.StreamDigest;
import dev.jpod.image.BlobArrival;
import dev.jpod.image.Descriptor;
import dev.jpod.image.MediaTypes;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * An image in a folder that others filled. Only plain files in it count, never what a link points
 * to; documents are compared with the digests by which they are asked for.
 */
abstract sealed class FolderOrigin implements ImageOrigin permits OciFolderOrigin, DirFolderOrigin {
  private static final int LARGEST_DOCUMENT = 4 << 20;
  private static final int BLOCK = 256 * 1024;

  private final Path folder;
  private final PlainFiles files;
  private volatile boolean closed;

  FolderOrigin(Path folder) {
    this.folder = folder;
    this.files = new PlainFiles(folder);
  }

  /** Where the content of a digest lies in the folder. */
  abstract String blob(Digest digest);

  @Override
  public final byte[] document(Descriptor blob) {
    return read(blob(blob.digest()));
  }

  /** The whole of a file that is small enough for the memory. */
  final byte[] read(String way) {
    byte[] content;
    try (InputStream in = Channels.newInputStream(files.open(way))) {
      content = in.readNBytes(LARGEST_DOCUMENT + 1);
    } catch (IOException e) {
      throw unreadable(way, e);
    }
    if (content.length > LARGEST_DOCUMENT) {
      throw refused("'" + way + "' has more than " + LARGEST_DOCUMENT + " bytes");
    }
    return content;
  }

  /** A manifest that lies in a file and must have this digest. */
  final Document document(String way, Digest digest) {
    Document document = document(way);
    if (!document.digest().equals(digest)) {
      throw refused("'" + way + "' does not have the digest '" + digest + "'");
    }
    return document;
  }

  /** A manifest that lies in a file, whatever it is. */
  final Document document(String way) {
    byte[] content = read(way);
    return new Document(
        new Content(content),
        MediaTypes.ofDocument(content, name(way)),
        Digest.sha256(StreamDigest.hexOf(content)));
  }

  /** How messages call a file. */
  final String name(String way) {
    return "'" + folder.resolve(way) + "'";
  }

  final Path folder() {
    return folder;
  }

  @Override
  public final void fetch(Descriptor blob, BlobArrival into, LongConsumer received)
      throws IOException {
    String way = blob(blob.digest());
    byte[] bytes = new byte[BLOCK];
    try (SeekableByteChannel file = open(way)) {
      if (file.size() != blob.size()) {
        throw refused("'" + way + "' has " + file.size() + " bytes, not " + blob.size());
      }
      file.position(into.received());
      received.accept(into.received());
      for (int length = read(file, bytes); length > 0; length = read(file, bytes)) {
        if (closed) {
          throw new IOException("the transfer was broken off");
        }
        into.write(bytes, 0, (int) Math.min(length, blob.size() - into.received()));
        received.accept(into.received());
      }
    }
  }

  private SeekableByteChannel open(String way) throws IOException {
    try {
      return files.open(way);
    } catch (NoSuchFileException e) {
      throw unreadable(way, e);
    }
  }

  private static int read(SeekableByteChannel file, byte[] bytes) throws IOException {
    return file.read(ByteBuffer.wrap(bytes));
  }

  private JpodException unreadable(String way, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new JpodException(
          Failure.REFUSED,
          "cannot use the image in '" + folder + "': there is no plain file '" + way + "'",
          "name the folder of a whole image; links in it are not followed",
          cause);
    }
    return TransferFailure.of("cannot read " + name(way), cause);
  }

  private JpodException refused(String why) {
    return JpodException.refused(
        "cannot use the image in '" + folder + "': " + why,
        "the image is damaged or was not made by an image tool");
  }

  @Override
  public final void close() {
    closed = true;
  }
}
