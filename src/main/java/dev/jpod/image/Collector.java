package dev.jpod.image;

import dev.jpod.host.DiskUsage;
import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.host.KernelLock;
import dev.jpod.host.Mounts;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deletes what nothing points to: blobs, layers, and what a crash has left unfinished. */
record Collector(OciLayout layout, LayerStore layers) {
  private static final int HEX_LENGTH = 64;

  /**
   * Deletes blobs and layers that no image needs. The caller holds the lock of the index.
   *
   * @param inUse the ids of the images that containers use, which keep their layers also when the
   *     index has lost them
   * @return the bytes that this has freed
   */
  long collect(Set<Digest> inUse) throws IOException {
    Footprint needed = new Footprint();
    for (Digest id : inUse) {
      markLayers(id, needed);
    }
    for (Descriptor entry : layout.index().manifests()) {
      mark(entry, needed);
    }
    long freed = 0;
    try (DirectoryStream<Path> found = Files.newDirectoryStream(layout.blobs())) {
      for (Path blob : found) {
        if (isHex(blob) && !needed.blobs().contains(name(blob))) {
          freed += Files.size(blob);
          Files.delete(blob);
        }
      }
    }
    try (KernelLock alone = KernelLock.tryExclusive(layers.lockFile())) {
      if (alone != null) {
        freed += removeLayers(needed.chains());
        emptyTemporary();
      }
    }
    return freed;
  }

  /**
   * Deletes what imports left that were killed; does nothing while an import runs.
   *
   * @param staging the folder of unfinished content
   */
  void removeLeftovers(Path staging) throws IOException {
    if (isEmpty(staging) && isEmpty(layers.temporary())) {
      return;
    }
    try (KernelLock alone = KernelLock.tryExclusive(layers.lockFile())) {
      if (alone != null) {
        empty(staging);
        emptyTemporary();
      }
    }
  }

  private void markLayers(Digest id, Footprint needed) throws IOException {
    Path config = layout.blob(id);
    if (!Files.exists(config)) {
      return;
    }
    needed.blobs().add(id.hex());
    String what = "the image configuration '" + id + "'";
    for (Digest chain : ChainId.of(StoredConfig.read(Files.readAllBytes(config), what).diffIds())) {
      needed.chains().add(chain.hex());
    }
  }

  /** Adds what an entry of the index has in the store. */
  void mark(Descriptor entry, Footprint needed) {
    needed.blobs().add(entry.digest().hex());
    if (MediaTypes.isIndex(entry.mediaType())) {
      for (Descriptor inner : layout.index(entry).manifests()) {
        if (Files.exists(layout.blob(inner.digest()))) {
          mark(inner, needed);
        }
      }
    } else if (MediaTypes.isManifest(entry.mediaType())) {
      ImageManifest manifest = layout.manifest(entry);
      needed.blobs().add(manifest.config().digest().hex());
      for (Descriptor layer : manifest.layers()) {
        needed.blobs().add(layer.digest().hex());
      }
      for (Digest chain : ChainId.of(layout.config(manifest.config()).diffIds())) {
        needed.chains().add(chain.hex());
      }
    }
  }

  /** A layer first leaves its name, so that a crash never leaves half of one there. */
  private long removeLayers(Set<String> needed) throws IOException {
    long freed = 0;
    try (DirectoryStream<Path> found = Files.newDirectoryStream(layers.folder())) {
      for (Path layer : found) {
        if (isHex(layer) && !needed.contains(name(layer))) {
          Path dead = layers.temporary().resolve(UUID.randomUUID().toString());
          freed += DiskUsage.of(layer);
          DurableFile.moveInto(layer, dead);
          layers.links().remove(Digest.sha256(name(layer)));
        }
      }
    }
    return freed;
  }

  /** Whoever was killed while he gave files other owners may have left a mount. */
  private void emptyTemporary() throws IOException {
    Mounts.detachBelow(layers.temporary());
    empty(layers.temporary());
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      return !found.iterator().hasNext();
    }
  }

  private static void empty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
        for (Path leftover : found) {
          FileTree.delete(leftover);
        }
      }
    }
  }

  private static boolean isHex(Path path) {
    String name = name(path);
    return name.length() == HEX_LENGTH && name.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static String name(@Nullable Path path) {
    return path == null || path.getFileName() == null ? "" : path.getFileName().toString();
  }
}
