package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The images of one jpod store: an OCI image layout in {@code <root>/images} and the unpacked
 * layers in {@code <root>/layers}. Several processes may use one store at once. What comes in is
 * checked against its digest and size before it gets a name, and a failed operation leaves the
 * store as it was.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ImageStore {
  private final OciLayout layout;

  private ImageStore(Path root) {
    this.layout = new OciLayout(root.resolve("images"));
  }

  /** The store below a root folder, which need not exist yet. */
  public static ImageStore open(Path root) {
    return open(root, UnpackLimits.GENEROUS);
  }

  /** The store below a root folder with other limits for what it unpacks. */
  public static ImageStore open(Path root, UnpackLimits limits) {
    return new ImageStore(root);
  }

  /** Every image, in the order of the index. */
  public List<Image> list() {
    ImageIndex index = layout.index();
    Set<Digest> seen = new LinkedHashSet<>();
    List<Image> images = new ArrayList<>();
    for (Descriptor manifest : index.manifests()) {
      if (MediaTypes.isManifest(manifest.mediaType()) && seen.add(manifest.digest())) {
        images.add(describe(index, manifest));
      }
    }
    return images;
  }

  /**
   * The image that a name means: a reference ({@code busybox}, {@code docker.io/library/busybox:1},
   * {@code name@sha256:…}), an image id or manifest digest with or without {@code sha256:}, or the
   * start of an image id with at least four digits. A short name without a registry is looked for
   * below {@code docker.io} first, then below {@code localhost}.
   *
   * @throws JpodException when a short id fits several images
   */
  public Optional<Image> resolve(String name) {
    ImageIndex index = layout.index();
    Descriptor found = new ImageFinder(layout, index).find(name);
    return found == null ? Optional.empty() : Optional.of(describe(index, found));
  }

  /**
   * Makes an image of one layer from the tar of a root filesystem: plain, gzip or zstd.
   *
   * @param reference the image's name, or null for an image without one
   */
  public Image importRootfs(
      InputStream tar, @Nullable ImageReference reference, ImportOptions options) {
    throw unfinished();
  }

  /**
   * Loads every image of an archive file (docker-archive or OCI archive, plain, gzip or zstd) or of
   * an OCI layout folder.
   */
  public List<Image> load(Path source) {
    throw unfinished();
  }

  /** Loads every image of an archive that arrives as a stream. */
  public List<Image> load(InputStream archive) {
    throw unfinished();
  }

  /** Gives an image one more name; a name that pointed elsewhere moves. Idempotent. */
  public Image tag(String name, ImageReference reference) {
    throw unfinished();
  }

  /** Takes one name away; the image stays. */
  public Image untag(ImageReference reference) {
    throw unfinished();
  }

  /**
   * Removes the name, and the image with it when that was its last one; an id removes the image.
   *
   * @param inUse the ids of the images that containers use, asked for once no hold is left
   */
  public RemovedImage remove(String name, Supplier<Set<Digest>> inUse, RemovalMode mode) {
    throw unfinished();
  }

  /**
   * The folders of an image's layers, highest first, as overlayfs wants them; unpacks what is
   * missing.
   */
  public List<Path> rootLayers(Digest imageId) {
    throw unfinished();
  }

  /**
   * The same layers as short paths relative to {@link #layersFolder()}, for the 4096 bytes that
   * mount options may have.
   */
  public List<String> shortRootLayers(Digest imageId) {
    throw unfinished();
  }

  /** The folder that short layer paths start from. */
  public Path layersFolder() {
    throw unfinished();
  }

  /**
   * Keeps every image and layer from being collected until closed. Whoever makes a container opens
   * this before it resolves the image and closes it once the container's record is on disk.
   */
  public Hold hold() {
    throw unfinished();
  }

  /** See {@link #hold()}. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private static JpodException unfinished() {
    return JpodException.refused("this part of the image store is not there yet", "");
  }

  private Image describe(ImageIndex index, Descriptor descriptor) {
    ImageManifest manifest = layout.manifest(descriptor);
    StoredConfig config = layout.config(manifest.config());
    List<ImageReference> references = new ArrayList<>();
    for (Descriptor other : index.manifests()) {
      ImageReference reference = other.reference();
      if (reference != null && other.digest().equals(descriptor.digest())) {
        references.add(reference);
      }
    }
    return new Image(
        manifest.config().digest(),
        descriptor.digest(),
        references,
        config.config(),
        config.created(),
        manifest.size());
  }
}
