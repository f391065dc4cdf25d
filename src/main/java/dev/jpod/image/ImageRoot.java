package dev.jpod.image;

import dev.jpod.model.IdMappings;
import dev.jpod.model.ImageConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An unpacked image, as overlayfs wants it. Mount options may have 4096 bytes: the short paths of
 * 120 layers take 2280.
 *
 * @param layers the folders of its layers, the highest first; those that show
 * @param folder what the short paths are relative to
 * @param shortLayers the same layers by short paths
 * @param driver what makes one file system of them
 * @param owners the owners that the files of a copy get; null to keep them, and where the highest
 *     layer has given them others already
 * @param shifted the key of that layer, which stays as long as a container's note names it; null
 *     where there is none
 */
public record ImageRoot(
    ImageConfig config,
    List<Path> layers,
    Path folder,
    List<String> shortLayers,
    UnionDriver driver,
    @Nullable IdMappings owners,
    @Nullable String shifted) {
  public ImageRoot {
    layers = List.copyOf(layers);
    shortLayers = List.copyOf(shortLayers);
  }

  /** One whose files keep their owners. */
  public ImageRoot(
      ImageConfig config,
      List<Path> layers,
      Path folder,
      List<String> shortLayers,
      UnionDriver driver) {
    this(config, layers, folder, shortLayers, driver, null, null);
  }

  /** The same, with other owners for the files of copies. */
  ImageRoot ownedBy(IdMappings ids) {
    return new ImageRoot(config, layers, folder, shortLayers, driver, ids, null);
  }
}
