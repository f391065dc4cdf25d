package dev.jpod.transfer;

import dev.jpod.image.Compression;
import dev.jpod.image.Descriptor;
import dev.jpod.image.StoredContent;
import dev.jpod.json.JsonText;
import dev.jpod.model.Digest;
import dev.jpod.transfer.CheckedContent.Measure;
import dev.jpod.transfer.ImageOrigin.Document;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The archive that {@code docker save} writes: layers without compression, called by their own
 * digests. A tar says the size of a file before its content, and nothing says that of a layer; so
 * each layer is read twice: once to be measured and checked, several at a time, and once to be
 * written.
 */
final class DockerTarBundle implements ImageBundle {
  private static final String MANIFEST = "manifest.json";

  private final TarUnderWay tar;
  private final ArrayNode images = JsonNodeFactory.instance.arrayNode();

  DockerTarBundle(TarUnderWay tar) {
    this.tar = tar;
  }

  @Override
  public ImageDestination room(StoredContent content, List<String> names) {
    return new Room(content, names);
  }

  private static String config(Digest id) {
    return id.hex() + ".json";
  }

  private static String layer(Digest diffId) {
    return diffId.hex() + ".tar";
  }

  private final class Room implements ImageDestination {
    private final StoredContent content;
    private final List<String> names;

    Room(StoredContent content, List<String> names) {
      this.content = content;
      this.names = names;
    }

    @Override
    public Taken take(Descriptor blob, Source source, LongConsumer sent) throws IOException {
      if (blob.digest().equals(content.manifest().config().digest())) {
        return takeConfig(blob, source, sent);
      }
      Digest diffId = diffId(blob.digest());
      if (!tar.claim(layer(diffId))) {
        return Taken.ALREADY_THERE;
      }
      Measure measure = CheckedContent.of(() -> Compression.uncompressed(source.open()));
      measure.require(diffId);
      tar.write(
              layer(diffId),
              measure.size(),
              () -> Compression.uncompressed(new Counted(source.open(), sent)),
              _ -> {})
          .require(diffId);
      return Taken.TRANSFERRED;
    }

    private Taken takeConfig(Descriptor blob, Source source, LongConsumer sent) throws IOException {
      if (!tar.claim(config(blob.digest()))) {
        return Taken.ALREADY_THERE;
      }
      tar.write(config(blob.digest()), blob.size(), source, sent)
          .require(blob.digest(), blob.size());
      return Taken.TRANSFERRED;
    }

    private Digest diffId(Digest blob) {
      List<Descriptor> layers = content.manifest().layers();
      for (int i = 0; i < layers.size(); i++) {
        if (layers.get(i).digest().equals(blob)) {
          return content.settings().diffIds().get(i);
        }
      }
      throw new IllegalStateException("the image has no layer '" + blob + "'");
    }

    @Override
    public void finish(Document manifest) {
      ObjectNode image = images.addObject();
      image.put("Config", config(content.manifest().config().digest()));
      ArrayNode tags = image.putArray("RepoTags");
      names.forEach(tags::add);
      ArrayNode layers = image.putArray("Layers");
      for (Digest diffId : content.settings().diffIds()) {
        layers.add(layer(diffId));
      }
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }

  /** Tells how much of a stream was read. */
  private static final class Counted extends FilterInputStream {
    private final LongConsumer counter;
    private long read;

    Counted(InputStream in, LongConsumer counter) {
      super(in);
      this.counter = counter;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      read += Math.max(count, 0);
      counter.accept(read);
      return count;
    }
  }

  @Override
  public void complete() throws IOException {
    tar.write(MANIFEST, JsonText.compact(images));
    tar.show();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
