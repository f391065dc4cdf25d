package dev.jpod.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/**
 * The content of one image of the store, word for word as it arrived, for those who carry it
 * elsewhere. Only as long as somebody keeps the image from being removed.
 */
public final class StoredContent {
  private final OciLayout layout;
  private final Descriptor descriptor;
  private final byte[] manifestBytes;
  private final ImageManifest manifest;
  private final StoredConfig settings;

  StoredContent(
      OciLayout layout,
      Descriptor descriptor,
      byte[] manifestBytes,
      ImageManifest manifest,
      StoredConfig settings) {
    this.layout = layout;
    this.descriptor = descriptor;
    this.manifestBytes = manifestBytes;
    this.manifest = manifest;
    this.settings = settings;
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

  /** The bytes of the configuration or of a layer, as the manifest describes them. */
  public InputStream open(Descriptor blob) throws IOException {
    return Files.newInputStream(layout.blob(blob.digest()));
  }
}
