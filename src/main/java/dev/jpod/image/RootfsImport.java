package dev.jpod.image;

import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/** Makes an image of one layer from a bare tar, which has no digest to be checked against. */
record RootfsImport(Staging staging, LayerStore layers, UnpackLimits limits) {

  /** Stages and unpacks the tar, and writes the documents that it lacks. */
  IncomingImage image(InputStream tar, List<ImageReference> names, ImportOptions options)
      throws IOException {
    StagedBlob layer = staging.keep(tar, limits.bytes());
    LayerStore.Unpacked unpacked =
        layers.unpack(LayerStore.Content.of(layer.file()), LayerStore.End.REQUIRED);
    layers.place(unpacked, unpacked.diffId(), LayerStore.Settling.AT_ONCE);
    StoredConfig settings =
        new StoredConfig(options.config(), options.created(), List.of(unpacked.diffId()));
    StagedBlob config = staging.keep(settings.toBytes(options.comment()));
    ImageManifest manifest =
        new ImageManifest(
            Descriptor.of(MediaTypes.OCI_CONFIG, config.digest(), config.size()),
            List.of(Descriptor.of(typeOf(layer), layer.digest(), layer.size())));
    StagedBlob document = staging.keep(manifest.toBytes());
    return new IncomingImage(
        names,
        Descriptor.of(MediaTypes.OCI_MANIFEST, document.digest(), document.size()),
        document,
        config,
        settings,
        List.of(layer));
  }

  private static String typeOf(StagedBlob layer) throws IOException {
    try (InputStream in = Files.newInputStream(layer.file())) {
      return MediaTypes.layer(Compression.of(in.readNBytes(4)));
    }
  }
}
