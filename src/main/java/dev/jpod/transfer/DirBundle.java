package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.image.StoredContent;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ImageOrigin.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * The folder of one image as skopeo writes it for {@code dir:}. A folder of another image is
 * written over, as skopeo does.
 */
final class DirBundle implements ImageBundle {
  private static final String VERSION = "version";
  private static final String VERSION_TEXT = "Directory Transport Version: 1.1\n";
  private static final Pattern OF_AN_IMAGE =
      Pattern.compile("[0-9a-f]{64}(\\.manifest\\.json|\\.tar)?|.*signature-[0-9]+");

  private final FolderUnderWay folder;
  private final Set<String> files = new ConcurrentSkipListSet<>();
  private boolean finished;

  private DirBundle(FolderUnderWay folder) {
    this.folder = folder;
  }

  /**
   * Begins to write.
   *
   * @throws JpodException of kind REFUSED when the folder has something else in it
   */
  static DirBundle in(Path folder) throws IOException {
    if (!FolderUnderWay.isEmpty(folder)
        && !Files.isRegularFile(folder.resolve(VERSION), LinkOption.NOFOLLOW_LINKS)) {
      throw JpodException.refused(
          "'" + folder + "' is not empty and no folder of an image", "name a new folder");
    }
    return new DirBundle(FolderUnderWay.of(folder));
  }

  @Override
  public ImageDestination room(StoredContent content, List<String> names) {
    if (finished) {
      throw new JpodException(
          Failure.USAGE, "a folder of files holds one image", "name one image, or another form");
    }
    return new Room();
  }

  private final class Room implements ImageDestination {
    @Override
    public Taken take(Descriptor blob, Source source, LongConsumer sent) throws IOException {
      String name = blob.digest().hex();
      if (!files.add(name)) {
        return Taken.ALREADY_THERE;
      }
      try (OutputStream out = Files.newOutputStream(folder.file(name))) {
        CheckedContent.copy(source, out, sent).require(blob.digest(), blob.size());
      }
      return Taken.TRANSFERRED;
    }

    @Override
    public void finish(Document manifest) throws IOException {
      Files.write(folder.file(DirFolderOrigin.MANIFEST), manifest.content().bytes());
      finished = true;
    }

    @Override
    public void close() {}
  }

  @Override
  public void complete() throws IOException {
    folder.write(VERSION, VERSION_TEXT);
    List<String> order = new ArrayList<>(files);
    order.add(VERSION);
    order.add(DirFolderOrigin.MANIFEST);
    folder.show(order);
    removeOthers();
  }

  /** Takes away what an image has left that was there before. */
  private void removeOthers() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder.target())) {
      for (Path file : all) {
        String name = String.valueOf(file.getFileName());
        if (!files.contains(name) && OF_AN_IMAGE.matcher(name).matches()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
