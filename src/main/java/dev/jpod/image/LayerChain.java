package dev.jpod.image;

import dev.jpod.host.KernelLock;
import dev.jpod.model.Digest;
import dev.jpod.model.IdMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The layers of one image, unpacked again from the stored content where they are gone. */
record LayerChain(
    OciLayout layout, LayerStore layers, ImageManifest manifest, StoredConfig config) {

  /** The layers that a manifest names; its configuration has to be what its digest says. */
  static LayerChain of(OciLayout layout, LayerStore layers, ImageManifest manifest) {
    return new LayerChain(layout, layers, manifest, layout.intactConfig(manifest.config()));
  }

  /** What to mount. */
  ImageRoot root(UnionDriver driver) throws IOException {
    List<Path> folders = new ArrayList<>();
    List<String> links = new ArrayList<>();
    for (Digest layer : visible()) {
      folders.add(layers.lent(layer).files());
      links.add(layers.links().ensure(layer));
    }
    return new ImageRoot(config.config(), folders, layers.folder(), links, driver);
  }

  /** What to mount where files have other owners, which are made when they are not there. */
  ImageRoot root(UnionDriver driver, IdMappings ids) throws IOException {
    ImageRoot root = root(driver);
    if (ids.isIdentity() || root.layers().isEmpty()) {
      return root;
    }
    return switch (driver) {
      case OVERLAY, USER_OVERLAY, FUSE_OVERLAYFS -> {
        Digest highest = ChainId.of(config.diffIds()).getLast();
        yield new ShiftedLayers(layers).over(root, highest, ids);
      }
      case COPY -> root.ownedBy(ids);
    };
  }

  /** The chain ids from the highest layer down to one that hides all below it. */
  private List<Digest> visible() throws IOException {
    List<Digest> diffIds = config.diffIds();
    List<Digest> chain = ChainId.of(diffIds);
    List<Digest> visible = new ArrayList<>();
    for (int i = chain.size() - 1; i >= 0; i--) {
      unpackWhenGone(chain.get(i), diffIds.get(i), manifest.layers().get(i).digest());
      visible.add(chain.get(i));
      if (layers.hidesAllLower(chain.get(i))) {
        break;
      }
    }
    return visible;
  }

  /** Whether every layer that shows is there, or can be unpacked again. */
  boolean isThere() {
    List<Digest> chain = ChainId.of(config.diffIds());
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (!Files.isDirectory(layers.diff(chain.get(i)))
          && !Files.exists(layout.blob(manifest.layers().get(i).digest()))) {
        return false;
      }
      if (layers.hidesAllLower(chain.get(i))) {
        break;
      }
    }
    return true;
  }

  private void unpackWhenGone(Digest chain, Digest diffId, Digest blob) throws IOException {
    if (!Files.isDirectory(layers.diff(chain))) {
      try (KernelLock _ = KernelLock.shared(layers.lockFile())) {
        Path packed = layout.blob(blob);
        layers.ensure(chain, diffId, LayerStore.Content.of(packed), LayerStore.Settling.AT_ONCE);
      }
    }
  }
}
