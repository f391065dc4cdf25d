package dev.jpod.image;

import dev.jpod.host.DurableFile;
import dev.jpod.host.KernelLock;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Takes images that have arrived into the store: all of them or none. */
record Admission(OciLayout layout, LayerStore layers) {

  /** Unpacks the layers, then gives the images their places and names in one step. */
  void admit(List<IncomingImage> images) throws IOException {
    for (IncomingImage image : images) {
      unpack(image);
    }
    enter(images);
  }

  /** Gives images whose layers are unpacked their places and names in one step. */
  void enter(List<IncomingImage> images) throws IOException {
    try (KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
      ImageIndex index = layout.index();
      for (IncomingImage image : images) {
        List<StagedBlob> parts = new ArrayList<>(image.layers());
        parts.add(image.config());
        parts.add(image.manifest());
        index = admit(parts, image.descriptor(), image.names(), index);
      }
      DurableFile.forceFolder(layout.blobs());
      layout.replaceIndex(index);
    }
  }

  /** Gives an image its names, and those parts of it that have arrived their places. */
  void enter(List<StagedBlob> parts, Descriptor manifest, List<ImageReference> names)
      throws IOException {
    try (KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
      ImageIndex index = admit(parts, manifest, names, layout.index());
      DurableFile.forceFolder(layout.blobs());
      layout.replaceIndex(index);
    }
  }

  private void unpack(IncomingImage image) throws IOException {
    List<Digest> diffIds = image.settings().diffIds();
    List<Digest> chain = ChainId.of(diffIds);
    for (int i = 0; i < chain.size(); i++) {
      StagedBlob layer = image.layers().get(i);
      try {
        layers.ensure(
            chain.get(i),
            diffIds.get(i),
            LayerStore.Content.of(layer.file()),
            LayerStore.Settling.LATER);
      } catch (HostileLayerException e) {
        throw new HostileLayerException(
            "the layer '" + layer.digest() + "' is refused: " + e.getMessage(), e);
      }
    }
    layers.settle(chain);
  }

  private ImageIndex admit(
      List<StagedBlob> parts, Descriptor manifest, List<ImageReference> names, ImageIndex index)
      throws IOException {
    for (StagedBlob part : parts) {
      place(part);
    }
    ImageIndex next = index;
    if (names.isEmpty()) {
      next = next.with(manifest, null);
    }
    for (ImageReference name : names) {
      next = next.with(manifest, name);
    }
    return next;
  }

  /**
   * The same content may be staged and placed more than once; what a crash cut short is replaced.
   */
  private void place(StagedBlob blob) throws IOException {
    Path place = layout.blob(blob.digest());
    if (!Files.exists(place) || Files.size(place) != blob.size()) {
      Files.setPosixFilePermissions(blob.file(), PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(blob.file(), place, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
