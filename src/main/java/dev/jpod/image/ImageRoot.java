package dev.jpod.image;

import dev.jpod.model.ImageConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * An unpacked image, as overlayfs wants it. Mount options may have 4096 bytes: the short paths of
 * 120 layers take 2280.
 *
 * @param layers the folders of its layers, the highest first; those that show
 * @param folder what the short paths are relative to
 * @param shortLayers the same layers by short paths
 * @param driver what makes one file system of them
 */
public record ImageRoot(
    ImageConfig config,
    List<Path> layers,
    Path folder,
    List<String> shortLayers,
    UnionDriver driver) {
  public ImageRoot {
    layers = List.copyOf(layers);
    shortLayers = List.copyOf(shortLayers);
  }
}
