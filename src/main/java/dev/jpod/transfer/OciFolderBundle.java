package dev.jpod.transfer;

import dev.jpod.host.KernelLock;
import dev.jpod.host.PlainFiles;
import dev.jpod.image.Descriptor;
import dev.jpod.image.StoredContent;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ImageOrigin.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongConsumer;

/** The folder of an OCI image layout: a new one, or one that gets more images. */
final class OciFolderBundle implements ImageBundle {
  static final String MARKER = "oci-layout";
  static final String MARKER_TEXT = "{\"imageLayoutVersion\":\"1.0.0\"}";
  static final String INDEX = "index.json";
  private static final int LARGEST_INDEX = 4 << 20;

  private final FolderUnderWay folder;
  private final Set<String> blobs = new ConcurrentSkipListSet<>();
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(Descriptor manifest, List<String> names) {}

  private OciFolderBundle(FolderUnderWay folder) {
    this.folder = folder;
  }

  /**
   * Begins to write.
   *
   * @throws JpodException of kind REFUSED when the folder has something else in it
   */
  static OciFolderBundle in(Path folder) throws IOException {
    if (!FolderUnderWay.isEmpty(folder)
        && !(Files.isRegularFile(folder.resolve(MARKER), LinkOption.NOFOLLOW_LINKS)
            && Files.isRegularFile(folder.resolve(INDEX), LinkOption.NOFOLLOW_LINKS))) {
      throw JpodException.refused(
          "'" + folder + "' is not empty and no OCI image layout", "name a new folder");
    }
    for (String way : List.of("blobs", "blobs/sha256")) {
      Path inner = folder.resolve(way);
      if (Files.exists(inner, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS)) {
        throw JpodException.refused("'" + inner + "' is no plain folder", "name a new folder");
      }
    }
    return new OciFolderBundle(FolderUnderWay.of(folder));
  }

  static String blob(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  @Override
  public ImageDestination room(StoredContent content, List<String> names) {
    return new Room(names);
  }

  private final class Room implements ImageDestination {
    private final List<String> names;

    Room(List<String> names) {
      this.names = names;
    }

    @Override
    public Taken take(Descriptor blob, Source source, LongConsumer sent) throws IOException {
      String way = blob(blob.digest());
      if (!blobs.add(way)) {
        return Taken.ALREADY_THERE;
      }
      if (isThere(blob)) {
        blobs.remove(way);
        return Taken.ALREADY_THERE;
      }
      try (OutputStream out = Files.newOutputStream(folder.file(way))) {
        CheckedContent.copy(source, out, sent).require(blob.digest(), blob.size());
      }
      return Taken.TRANSFERRED;
    }

    @Override
    public void finish(Document manifest) throws IOException {
      String way = blob(manifest.digest());
      Files.write(folder.file(way), manifest.content().bytes());
      blobs.add(way);
      Descriptor descriptor =
          Descriptor.of(manifest.mediaType(), manifest.digest(), manifest.content().bytes().length);
      entries.add(new Entry(descriptor, names));
    }

    @Override
    public void close() {}
  }

  /** What others have written there counts when it is what its name says. */
  private boolean isThere(Descriptor blob) throws IOException {
    try (SeekableByteChannel file = new PlainFiles(folder.target()).open(blob(blob.digest()))) {
      return file.size() == blob.size()
          && CheckedContent.of(() -> Channels.newInputStream(file)).digest().equals(blob.digest());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void complete() throws IOException {
    List<String> order = new ArrayList<>(blobs);
    Path marker = folder.target().resolve(MARKER);
    if (!Files.exists(marker)) {
      folder.write(MARKER, MARKER_TEXT);
      writeIndex(LayoutIndexText.empty());
      order.add(MARKER);
      order.add(INDEX);
      folder.show(order);
      return;
    }
    order.add(INDEX);
    try (KernelLock _ = KernelLock.exclusive(marker);
        InputStream index = Channels.newInputStream(new PlainFiles(folder.target()).open(INDEX))) {
      String what = "'" + folder.target().resolve(INDEX) + "'";
      writeIndex(LayoutIndexText.read(index.readNBytes(LARGEST_INDEX), what));
      folder.show(order);
    }
  }

  private void writeIndex(LayoutIndexText index) throws IOException {
    for (Entry entry : entries) {
      index.add(entry.manifest(), entry.names());
    }
    Files.write(folder.file(INDEX), index.bytes());
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
