package dev.jpod.image;

import dev.jpod.host.KernelLock;
import dev.jpod.host.RecordLock;
import dev.jpod.image.ImageFinder.Match;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.IdMappings;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The images of one jpod store: an OCI image layout in {@code <root>/images} and the unpacked
 * layers in {@code <root>/layers}. Several processes and threads may use one store at once. What
 * comes in is checked against its digest and size before it gets a name, and a failed operation
 * leaves the store as it was. Failures are {@link JpodException}s: {@link Failure#REFUSED} for
 * content that is damaged or hostile, {@link Failure#FAILED} when the disk or the system is in the
 * way.
 */
public final class ImageStore {
  private final OciLayout layout;
  private final LayerStore layers;
  private final UnpackLimits limits;
  private final Path root;
  private final UnionChoice union;

  private ImageStore(Path root, UnpackLimits limits, UnionChoice union) {
    this.root = root;
    this.union = union;
    this.layout = new OciLayout(root.resolve("images"));
    this.layers = new LayerStore(root.resolve("layers"), limits);
    this.limits = limits;
  }

  /**
   * The store below a root folder, which need not exist yet. Removes what imports that were killed
   * have left; creates nothing.
   */
  public static ImageStore open(Path root) {
    return open(root, UnpackLimits.GENEROUS, UnionChoice.ofProcess());
  }

  /** The store below a root folder with limits for what it unpacks, and a way to mount it. */
  public static ImageStore open(Path root, UnpackLimits limits, UnionChoice union) {
    ImageStore store = new ImageStore(root.toAbsolutePath(), limits, union);
    try {
      new Collector(store.layout, store.layers).removeLeftovers(store.layout.staging());
    } catch (IOException e) {
      throw StoreFailure.of("cannot clean the image store in '" + root + "'", e);
    }
    return store;
  }

  /**
   * Every image, in the order of the index. Of several manifests of one image, which differ in how
   * the layers are packed, the first stands for all, with the names of all.
   */
  public List<Image> list() {
    return images().list(layout.index());
  }

  /**
   * The image that a name means: a reference ({@code busybox}, {@code docker.io/library/busybox:1},
   * {@code name@sha256:…}), an image id or manifest digest with or without {@code sha256:}, or the
   * start of an image id with at least four digits. A short name without a registry is looked for
   * below {@code docker.io} first, then below {@code localhost}. An image that is used in place and
   * has been removed there is none; {@link #requireNotLost} says so.
   *
   * @throws JpodException of kind {@link Failure#USAGE} when a short id fits several images
   */
  public Optional<Image> resolve(String name) {
    ImageIndex index = layout.index();
    Match found = new ImageFinder(layout, index).find(name);
    return found == null || lent().isLost(found.manifest())
        ? Optional.empty()
        : Optional.of(images().describe(index, found.manifest()));
  }

  /**
   * Fails, with a sentence that says where it was, when the name means an image that was used in
   * place and has been removed there.
   */
  public void requireNotLost(String name) {
    Match found = new ImageFinder(layout, layout.index()).find(name);
    if (found != null && lent().isLost(found.manifest())) {
      throw LentImages.lost(name, found.manifest());
    }
  }

  /** What root file systems are made with; where that was never chosen, it is found out now. */
  public UnionDriver driver() {
    return union.in(root);
  }

  private StoredImages images() {
    return new StoredImages(layout);
  }

  private LentImages lent() {
    return new LentImages(layout, layers);
  }

  /**
   * Takes in an image whose layers stay where another program has unpacked them, and gives it these
   * names. The layers are never written to or removed; a layer that the store has unpacked itself
   * is used instead of the lent one. Idempotent.
   *
   * @param lent the layers, lowest first; whoever calls has checked that they are what the
   *     configuration says, and keeps them from being removed until this returns
   * @param origin where they are, for people
   */
  public Image lend(
      ImageDocuments documents, List<LentLayer> lent, String origin, List<ImageReference> names) {
    create();
    try {
      new Lending(layout, layers, documents).take(lent, origin, names);
      return images().describe(layout.index(), documents.descriptor());
    } catch (IOException e) {
      throw StoreFailure.of("cannot use an image of '" + origin + "' in place", e);
    }
  }

  /**
   * Makes an image of one layer from the tar of a root filesystem: plain, gzip or zstd.
   *
   * @param reference the image's name, or null for an image without one
   */
  public Image importRootfs(
      InputStream tar, @Nullable ImageReference reference, ImportOptions options) {
    List<ImageReference> names = reference == null ? List.of() : List.of(reference);
    return images().describe(arrivals().ofRootfs(tar, names, options)).getFirst();
  }

  /**
   * Loads every image of an archive file (docker-archive or OCI archive; plain, gzip or zstd) or of
   * an OCI layout folder. Of an image for several platforms the host's own is taken.
   */
  public List<Image> load(Path source) {
    return load(source, LoadChoice.everything(LoadChoice.Gates.OPEN));
  }

  /** Loads what is chosen of an archive file or of an OCI layout folder. */
  public List<Image> load(Path source, LoadChoice choice) {
    return images().describe(arrivals().ofPath(source, choice));
  }

  /** Loads every image of an archive that arrives as a stream; see {@link #load(Path)}. */
  public List<Image> load(InputStream archive) {
    return load(archive, LoadChoice.everything(LoadChoice.Gates.OPEN));
  }

  /** Loads what is chosen of an archive that arrives as a stream. */
  public List<Image> load(InputStream archive, LoadChoice choice) {
    return images().describe(arrivals().ofStream(archive, choice));
  }

  /** Gives an image one more name; a name that pointed elsewhere moves. Idempotent. */
  public Image tag(String name, ImageReference reference) {
    if (reference.digest() != null) {
      throw new JpodException(
          Failure.USAGE,
          "'" + reference + "' cannot be given to an image because it has a digest",
          "give a name with a tag");
    }
    create();
    try (KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
      ImageIndex before = layout.index();
      Descriptor manifest = require(before, name).manifest();
      ImageIndex index = before.with(manifest, reference);
      layout.replaceIndex(index);
      return images().describe(index, manifest);
    } catch (IOException e) {
      throw StoreFailure.of("cannot tag the image '" + name + "'", e);
    }
  }

  /**
   * Takes names away from an image, which stays, without any when these were all.
   *
   * @param untagged names as {@link #resolve} takes them; empty for all that the image has
   * @return the names that it had
   * @throws JpodException of kind {@link Failure#NOT_FOUND} when the image or one of the names is
   *     not there; then none is taken away
   */
  public List<ImageReference> untag(String name, List<String> untagged) {
    create();
    try (KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
      Untagging untagging = Untagging.of(new ImageFinder(layout, layout.index()), name, untagged);
      layout.replaceIndex(untagging.index());
      return untagging.names();
    } catch (IOException e) {
      throw StoreFailure.of("cannot take names away from the image '" + name + "'", e);
    }
  }

  /**
   * Removes a name, and the image with it when that was its last one; an id removes the image with
   * all its names. What no other image needs is deleted.
   *
   * @param needs which images somebody counts on, asked for while nobody can make a container
   * @throws JpodException of kind {@link Failure#LOCKED} while somebody has a {@link #hold()}
   */
  public RemovedImage remove(String name, Supplier<ImageNeeds> needs, RemovalMode mode) {
    create();
    try {
      return new Cleaning(layout, layers).remove(name, needs, mode);
    } catch (IOException e) {
      throw StoreFailure.of("cannot remove the image '" + name + "'", e);
    }
  }

  /**
   * Removes images that nobody needs, and what downloads have left to which nothing was added since
   * a point in time. What is left of other images is collected with them.
   *
   * @param needs which images somebody counts on, asked for while nobody can make a container
   * @param chosen which of the others are removed
   * @throws JpodException of kind {@link Failure#LOCKED} while somebody has a {@link #hold()}
   */
  public PrunedImages prune(
      Supplier<ImageNeeds> needs, Predicate<Image> chosen, Instant untouchedSince) {
    create();
    try {
      return new Cleaning(layout, layers).prune(needs, chosen, untouchedSince);
    } catch (IOException e) {
      throw StoreFailure.of("cannot remove images", e);
    }
  }

  /** What the images take on the disk. */
  public StoreUsage usage(ImageNeeds needs, Instant untouchedSince) {
    try {
      return new UsageReading(layout, layers, needs).read(untouchedSince);
    } catch (IOException e) {
      throw StoreFailure.of("cannot find out how large the images are", e);
    }
  }

  /**
   * What to mount for an image. Layers that are gone are unpacked again from the stored content,
   * which is checked.
   *
   * @throws JpodException of kind {@link Failure#NOT_FOUND} when there is no image with this id
   */
  public ImageRoot root(Digest imageId) {
    LayerChain chain = chain(imageId);
    try {
      return chain.root(driver());
    } catch (IOException e) {
      throw unprepared(imageId, e);
    }
  }

  /**
   * What to mount for an image where its files belong to the users and groups of a user namespace.
   * The files with other owners are one more layer on top, made when it is not there; a {@link
   * #hold()} keeps it, and after that {@link ImageNeeds#shifted} has to name it.
   *
   * @throws JpodException of kind {@link Failure#NOT_FOUND} when there is no image with this id,
   *     and {@link Failure#REFUSED} when a file belongs to somebody whom the namespace does not
   *     have
   */
  public ImageRoot root(Digest imageId, IdMappings ids) {
    LayerChain chain = chain(imageId);
    try {
      return chain.root(driver(), ids);
    } catch (IOException e) {
      throw unprepared(imageId, e);
    }
  }

  private LayerChain chain(Digest imageId) {
    ImageIndex index = layout.index();
    Descriptor descriptor = require(index, imageId.value()).manifest();
    Descriptor usable = lent().usable(descriptor, new ImageFinder(layout, index));
    create();
    return LayerChain.of(layout, layers, layout.manifest(usable));
  }

  private static JpodException unprepared(Digest imageId, IOException cause) {
    return StoreFailure.of("cannot prepare the layers of the image '" + imageId + "'", cause);
  }

  /**
   * Keeps every image and layer from being removed until it is closed or its process dies; imports
   * go on. Whoever makes a container opens this before it resolves the image and closes it once the
   * container's record is on disk. Any number of holds may be open at once.
   */
  public Hold hold() {
    create();
    try {
      RecordLock lock = RecordLock.shared(layout.holdFile());
      return () -> release(lock);
    } catch (IOException e) {
      throw StoreFailure.of("cannot lock the image store", e);
    }
  }

  /** See {@link #hold()}. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private static void release(RecordLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw StoreFailure.of("cannot release the lock of the image store", e);
    }
  }

  /** Begins to take in an image, of which the documents are known. */
  public Intake intake(ImageDocuments documents) {
    create();
    try {
      return Intake.open(layout, layers, documents);
    } catch (IOException e) {
      throw StoreFailure.of("cannot begin to take in an image", e);
    }
  }

  /**
   * The content of an image, to be carried elsewhere while a {@link #hold()} keeps it.
   *
   * @throws JpodException of kind {@link Failure#NOT_FOUND} when the name means no image
   */
  public StoredContent content(String name) {
    Descriptor descriptor = require(layout.index(), name).manifest();
    ImageManifest manifest = layout.manifest(descriptor);
    return new StoredContent(
        layout,
        layers,
        descriptor,
        layout.document(descriptor),
        manifest,
        layout.intactConfig(manifest.config()));
  }

  private Arrivals arrivals() {
    create();
    return new Arrivals(layout, layers, limits);
  }

  private void create() {
    try {
      layout.create();
      layers.create();
    } catch (IOException e) {
      throw StoreFailure.of("cannot make the image store in '" + layout.folder() + "'", e);
    }
  }

  private Match require(ImageIndex index, String name) {
    return new ImageFinder(layout, index).require(name);
  }
}
