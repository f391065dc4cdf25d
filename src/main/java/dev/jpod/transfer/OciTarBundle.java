package dev.jpod.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.image.Descriptor;
import dev.jpod.image.StoredContent;
import dev.jpod.transfer.ImageOrigin.Document;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/** An OCI image layout in a tar. */
final class OciTarBundle implements ImageBundle {
  private final TarUnderWay tar;
  private final LayoutIndexText index = LayoutIndexText.empty();

  OciTarBundle(TarUnderWay tar) {
    this.tar = tar;
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
      String name = OciFolderBundle.blob(blob.digest());
      if (!tar.claim(name)) {
        return Taken.ALREADY_THERE;
      }
      tar.write(name, blob.size(), source, sent).require(blob.digest(), blob.size());
      return Taken.TRANSFERRED;
    }

    @Override
    public void finish(Document manifest) throws IOException {
      byte[] bytes = manifest.content().bytes();
      String name = OciFolderBundle.blob(manifest.digest());
      if (tar.claim(name)) {
        tar.write(name, bytes);
      }
      index.add(Descriptor.of(manifest.mediaType(), manifest.digest(), bytes.length), names);
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }

  @Override
  public void complete() throws IOException {
    tar.write(OciFolderBundle.MARKER, OciFolderBundle.MARKER_TEXT.getBytes(UTF_8));
    tar.write(OciFolderBundle.INDEX, index.bytes());
    tar.show();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
