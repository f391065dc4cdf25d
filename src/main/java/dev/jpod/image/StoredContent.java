package dev.jpod.image;

import dev.jpod.json.JsonText;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of one image of the store, for those who carry it elsewhere: word for word as it
 * arrived, as far as that can be. Only as long as somebody keeps the image from being removed.
 *
 * <p>Of an image that is used in place the store has the layers' files only. Their tars can be made
 * again, but not a compressed one with the digest that it had.
 */
public final class StoredContent {
  private final OciLayout layout;
  private final LayerStore layers;
  private final Descriptor descriptor;
  private final byte[] manifestBytes;
  private final ImageManifest manifest;
  private final StoredConfig settings;

  StoredContent(
      OciLayout layout,
      LayerStore layers,
      Descriptor descriptor,
      byte[] manifestBytes,
      ImageManifest manifest,
      StoredConfig settings) {
    this.layout = layout;
    this.layers = layers;
    this.descriptor = descriptor;
    this.manifestBytes = manifestBytes;
    this.manifest = manifest;
    this.settings = settings;
  }

  /** The same image with a manifest of OCI, for places that take no other; most have one. */
  public StoredContent inOciForm() {
    if (descriptor.mediaType().equals(MediaTypes.OCI_MANIFEST)) {
      return this;
    }
    byte[] bytes = OciForm.of(manifestBytes);
    Descriptor translated = Descriptor.of(MediaTypes.OCI_MANIFEST, Sha256.of(bytes), bytes.length);
    ImageManifest read =
        ImageManifest.read(bytes, "the image manifest '" + translated.digest() + "'");
    return new StoredContent(layout, layers, lent(translated), bytes, read, settings);
  }

  /** Of the manifest. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** A copy of the manifest's bytes, which have its digest. */
  public byte[] manifestBytes() {
    return manifestBytes.clone();
  }

  public ImageManifest manifest() {
    return manifest;
  }

  /** What the configuration says, among it the digests of the uncompressed layers. */
  public StoredConfig settings() {
    return settings;
  }

  /** What the image says about itself beyond what containers need. */
  public ImageDetails details() {
    return ImageDetails.read(
        descriptor, manifestBytes, layout.document(manifest.config()), manifest.layers());
  }

  /** Whether every layer can be given as the manifest describes it. */
  public boolean isVerbatim() {
    for (int i = 0; i < manifest.layers().size(); i++) {
      if (!isVerbatim(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isVerbatim(int position) {
    Descriptor layer = manifest.layers().get(position);
    return layer.digest().equals(settings.diffIds().get(position))
        || Files.exists(layout.blob(layer.digest()));
  }

  /**
   * The same image in a form in which every layer can be given: itself when it {@link #isVerbatim},
   * otherwise with a manifest of its own, in which the other layers are plain tars. The
   * configuration, and so the image's id, stays; the digest of the manifest does not.
   */
  public StoredContent carriable() {
    if (isVerbatim()) {
      return this;
    }
    String what = "the image manifest '" + descriptor.digest() + "'";
    if (!(Json.object(manifestBytes, what) instanceof ObjectNode json
        && json.path("layers") instanceof ArrayNode described)) {
      throw Json.wrong(what, "it has no layers");
    }
    for (int i = 0; i < manifest.layers().size(); i++) {
      if (!isVerbatim(i)) {
        Descriptor layer = manifest.layers().get(i);
        described.set(
            i,
            Descriptor.of(
                    MediaTypes.plain(layer.mediaType()), settings.diffIds().get(i), plainSize(i))
                .toJson());
      }
    }
    byte[] bytes = JsonText.compact(json);
    return new StoredContent(
        layout,
        layers,
        lent(Descriptor.of(descriptor.mediaType(), Sha256.of(bytes), bytes.length)),
        bytes,
        ImageManifest.read(bytes, what),
        settings);
  }

  /**
   * The bytes of the configuration or of a layer, as the manifest describes them.
   *
   * @throws JpodException of kind NOT_FOUND when an image that is used in place is not there any
   *     more, REFUSED for a layer that could only be given as {@link #carriable} says
   * @throws IOException also from the last read, when the files of a layer are not what they were
   */
  public InputStream open(Descriptor blob) throws IOException {
    Path stored = layout.blob(blob.digest());
    int position = Files.exists(stored) ? -1 : position(blob.digest());
    if (position < 0) {
      return Files.newInputStream(stored);
    }
    Digest diffId = settings.diffIds().get(position);
    if (!blob.digest().equals(diffId)) {
      throw JpodException.refused(
          "the layer '"
              + blob.digest()
              + "' is only there unpacked, and cannot be compressed to"
              + " that digest again",
          "carry the image with plain layers, or pull it from its registry first");
    }
    return RebuiltTar.open(packing(position), files(position), diffId);
  }

  /** Another manifest with the layers of the same lender, if there is one. */
  private Descriptor lent(Descriptor manifest) {
    String lender = descriptor.lentBy();
    return lender == null ? manifest : manifest.lentBy(lender);
  }

  private int position(Digest blob) {
    List<Descriptor> described = manifest.layers();
    for (int i = 0; i < described.size(); i++) {
      if (described.get(i).digest().equals(blob)) {
        return i;
      }
    }
    return -1;
  }

  private long plainSize(int position) {
    try {
      return TarSplit.sizeOfTar(packing(position));
    } catch (IOException e) {
      throw StoreFailure.of("cannot find out how large a layer is", e);
    }
  }

  private Path files(int position) throws IOException {
    Path files = layers.lent(chain(position)).files();
    if (!Files.isDirectory(files)) {
      throw lost();
    }
    return files;
  }

  private Path packing(int position) throws IOException {
    Path packing = layers.lent(chain(position)).packing();
    if (packing == null || !Files.isRegularFile(packing)) {
      throw lost();
    }
    return packing;
  }

  private Digest chain(int position) {
    return ChainId.of(settings.diffIds()).get(position);
  }

  private JpodException lost() {
    return LentImages.lost(manifest.config().digest().value(), descriptor);
  }
}
