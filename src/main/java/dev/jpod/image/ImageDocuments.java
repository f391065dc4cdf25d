package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of an image before any of its layers is here: its manifest and its
 * configuration, word for word, checked against each other.
 */
public final class ImageDocuments {
  private final Descriptor descriptor;
  private final byte[] manifestBytes;
  private final ImageManifest manifest;
  private final byte[] configBytes;
  private final StoredConfig settings;

  private ImageDocuments(
      Descriptor descriptor,
      byte[] manifestBytes,
      ImageManifest manifest,
      byte[] configBytes,
      StoredConfig settings) {
    this.descriptor = descriptor;
    this.manifestBytes = manifestBytes;
    this.manifest = manifest;
    this.configBytes = configBytes;
    this.settings = settings;
  }

  /** Where a document comes from. */
  public interface Source {
    /** The content of a digest, of which size and digest are not checked yet. */
    byte[] fetch(Descriptor document);
  }

  /**
   * Reads a manifest, and the configuration that it names.
   *
   * @param index the index of several platforms by which the manifest was found
   * @throws JpodException of kind REFUSED for documents that are no image, that lie about digests
   *     or sizes, or that do not fit together
   */
  public static ImageDocuments read(
      byte[] manifestBytes, String mediaType, @Nullable Digest index, Source source) {
    Digest digest = Sha256.of(manifestBytes);
    String what = "the image manifest '" + digest + "'";
    if (!MediaTypes.isManifest(mediaType)) {
      throw Json.wrong(what, "it has the type '" + EntryName.shown(mediaType) + "'");
    }
    ImageManifest manifest = ImageManifest.read(manifestBytes, what);
    byte[] configBytes = source.fetch(manifest.config());
    if (configBytes.length != manifest.config().size()
        || !Sha256.of(configBytes).equals(manifest.config().digest())) {
      throw Json.wrong(
          "the image configuration '" + manifest.config().digest() + "'",
          "what arrived does not have that digest and " + manifest.config().size() + " bytes");
    }
    StoredConfig settings =
        StoredConfig.read(
            configBytes, "the image configuration '" + manifest.config().digest() + "'");
    if (settings.diffIds().size() != manifest.layers().size()) {
      throw Json.wrong(
          what,
          "it has "
              + manifest.layers().size()
              + " layers, but its configuration names "
              + settings.diffIds().size());
    }
    Descriptor descriptor = Descriptor.of(mediaType, digest, manifestBytes.length);
    return new ImageDocuments(
        index == null ? descriptor : descriptor.foundBy(index),
        manifestBytes,
        manifest,
        configBytes,
        settings);
  }

  /** Of the manifest. */
  public Descriptor descriptor() {
    return descriptor;
  }

  public ImageManifest manifest() {
    return manifest;
  }

  public StoredConfig settings() {
    return settings;
  }

  byte[] manifestBytes() {
    return manifestBytes;
  }

  byte[] configBytes() {
    return configBytes;
  }

  /** The chain ids of the layers, from the lowest. */
  List<Digest> chain() {
    return ChainId.of(settings.diffIds());
  }
}
