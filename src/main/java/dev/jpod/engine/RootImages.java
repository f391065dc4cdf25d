package dev.jpod.engine;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageConfig;
import java.nio.file.Path;
import java.util.List;

/** Where the engine gets root file systems from. */
interface RootImages {
  /**
   * The image with this id, unpacked.
   *
   * @throws dev.jpod.model.JpodException of kind NOT_FOUND when the store has none
   */
  RootImage require(Digest id);

  /** Keeps all images from being collected until closed. */
  Hold hold();

  /** See {@link #hold()}. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * An unpacked image.
   *
   * @param layers the folders of its layers, the highest first
   * @param folder what the short paths are relative to
   * @param shortLayers the same layers by short paths, for mount options
   */
  record RootImage(ImageConfig config, List<Path> layers, Path folder, List<String> shortLayers) {
    public RootImage {
      layers = List.copyOf(layers);
      shortLayers = List.copyOf(shortLayers);
    }
  }
}
