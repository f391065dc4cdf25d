package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.image.Image;
import dev.jpod.image.ImageDocuments;
import dev.jpod.image.ImageIndex;
import dev.jpod.image.ImageStore;
import dev.jpod.image.LentLayer;
import dev.jpod.image.LentLayer.Coverage;
import dev.jpod.image.MediaTypes;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.podman.ContainersStorage;
import dev.jpod.podman.StorageImage;
import dev.jpod.podman.StoragePlace;
import dev.jpod.podman.StorageSettings;
import dev.jpod.podman.StoredLayer;
import dev.jpod.trust.Gatekeeper;
import dev.jpod.trust.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Images of the transport {@code containers-storage}: what Podman and Buildah have unpacked is used
 * where it is, without a copy of any layer.
 */
public final class InPlace {
  private final Gatekeeper gatekeeper;

  public InPlace(Gatekeeper gatekeeper) {
    this.gatekeeper = gatekeeper;
  }

  /**
   * Takes in an image of the place that a person named, and of the host's store where it is not
   * said which.
   */
  public Image take(Location.Storage from, StorageSettings settings, ImageStore store) {
    return take(settings.place(from.driver(), from.root()), from.image(), store);
  }

  /**
   * Takes an image into the store under the name that it was asked for by, or under all names that
   * Podman has for it when that was an id. The policy is asked before anything is written.
   * Idempotent; after a failure the store is as it was, and Podman's always is.
   *
   * @param name a reference, an id, or the start of one
   * @throws JpodException of kind NOT_FOUND when there is no such store or image, REFUSED when the
   *     policy does not want it or it is not what it says
   */
  public Image take(StoragePlace place, String name, ImageStore store) {
    try (ContainersStorage storage = ContainersStorage.open(place)) {
      StorageImage image = storage.image(name);
      Map<Digest, byte[]> manifests = image.manifests();
      byte[] manifest = image.manifest();
      Digest index = null;
      ImageDocuments documents = documents(image, manifest, null);
      Digest digest = documents.descriptor().digest();
      for (Map.Entry<Digest, byte[]> other : manifests.entrySet()) {
        if (names(other, digest)) {
          index = other.getKey();
        }
      }
      List<Digest> digests = index == null ? List.of(digest) : List.of(digest, index);
      gatekeeper.require(
          Subject.inStorage(
              place.driver().word(),
              place.root(),
              image.reference(),
              image.reference() == null ? image.id() : null,
              digests),
          new StorageSignatures(image));
      return store.lend(
          index == null ? documents : documents(image, manifest, index),
          layers(image, documents),
          place.toString(),
          names(image));
    }
  }

  private static ImageDocuments documents(
      StorageImage image, byte[] manifest, @Nullable Digest index) {
    String type = MediaTypes.ofManifest(manifest, "the manifest of the image '" + image.id() + "'");
    if (MediaTypes.isIndex(type)) {
      throw JpodException.refused(
          "'" + image.id() + "' in Podman's store is a list of images for several platforms",
          "name one of its images; 'podman manifest inspect' lists them");
    }
    return ImageDocuments.read(
        manifest, type, index, config -> image.configuration(config.digest()));
  }

  /** Whether another document of the image is an index that has the manifest. */
  private static boolean names(Map.Entry<Digest, byte[]> document, Digest manifest) {
    String what = "the image index '" + document.getKey() + "'";
    if (!MediaTypes.isIndex(MediaTypes.ofManifest(document.getValue(), what))) {
      return false;
    }
    for (Descriptor entry : ImageIndex.read(document.getValue(), what).manifests()) {
      if (entry.digest().equals(manifest)) {
        return true;
      }
    }
    return false;
  }

  private static List<LentLayer> layers(StorageImage image, ImageDocuments documents) {
    List<Digest> diffIds = documents.settings().diffIds();
    List<LentLayer> layers = new ArrayList<>();
    for (StoredLayer layer : image.layers()) {
      if (layers.size() >= diffIds.size() || !layer.diffId().equals(diffIds.get(layers.size()))) {
        throw mismatch(image);
      }
      layers.add(new LentLayer(layer.folder(), layer.packing(), coverage(image)));
    }
    if (layers.size() != diffIds.size()) {
      throw mismatch(image);
    }
    return layers;
  }

  private static Coverage coverage(StorageImage image) {
    return switch (image.place().driver()) {
      case OVERLAY -> Coverage.ADDS;
      case VFS -> Coverage.HIDES_ALL_LOWER;
    };
  }

  private static JpodException mismatch(StorageImage image) {
    return JpodException.refused(
        "the layers that Podman's store has for the image '"
            + image.id()
            + "' are not those of its configuration",
        "make or pull the image there again");
  }

  private static List<ImageReference> names(StorageImage image) {
    ImageReference asked = image.reference();
    if (asked != null) {
      return asked.digest() == null ? List.of(asked) : image.names();
    }
    return image.names();
  }
}
