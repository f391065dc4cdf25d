package dev.jpod.transfer;

import dev.jpod.image.StoredContent;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.Registries;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries images of the store to registries, files and folders. Whoever calls keeps the images from
 * being removed meanwhile.
 */
public final class Departures {
  private Departures() {}

  /** What an archive is that goes to a stream. */
  public enum ArchiveForm {
    DOCKER,
    OCI
  }

  /**
   * Writes images to a file or a folder, where they can be seen all at once or not at all. A layout
   * of OCI gets manifests of OCI: other tools find no others there. An image that is used in place
   * goes with plain layers.
   *
   * @return the digests of the manifests as they are there
   * @throws JpodException of kind REFUSED when something is in the way there
   */
  public static List<Digest> save(
      List<Departing> images, Location.Local to, Existing existing, TransferListener listener) {
    List<Departing> there =
        switch (to) {
          case Location.OciFolder _, Location.OciArchive _ -> inOciForm(images);
          case Location.DockerArchive _, Location.Folder _ -> carriable(images);
        };
    try {
      carry(there, bundle(to, existing), listener);
    } catch (IOException e) {
      throw TransferFailure.of("cannot write '" + to + "'", e);
    }
    List<Digest> digests = new ArrayList<>();
    for (Departing image : there) {
      digests.add(image.content().descriptor().digest());
    }
    return digests;
  }

  /** Writes images to a stream, which stays open. */
  public static void save(
      List<Departing> images, ArchiveForm form, OutputStream out, TransferListener listener) {
    TarUnderWay tar = TarUnderWay.onto(out);
    try {
      switch (form) {
        case DOCKER -> carry(carriable(images), new DockerTarBundle(tar), listener);
        case OCI -> carry(inOciForm(images), new OciTarBundle(tar), listener);
      }
    } catch (IOException e) {
      throw TransferFailure.of("cannot write the archive", e);
    }
  }

  private static List<Departing> inOciForm(List<Departing> images) {
    List<Departing> translated = new ArrayList<>();
    for (Departing image : images) {
      translated.add(new Departing(image.content().carriable().inOciForm(), image.names()));
    }
    return translated;
  }

  private static List<Departing> carriable(List<Departing> images) {
    List<Departing> carriable = new ArrayList<>();
    for (Departing image : images) {
      carriable.add(new Departing(image.content().carriable(), image.names()));
    }
    return carriable;
  }

  /**
   * Pushes an image to a registry.
   *
   * @param to under which name; what it has of a digest has to be that of the image
   * @param names of the image: where one is in the same registry, that is asked to take the layers
   *     from there
   * @return the digest of the manifest there
   * @throws JpodException of kind UNREACHABLE when the registry does not answer
   */
  public static Digest push(
      StoredContent image,
      ImageReference to,
      List<ImageReference> names,
      Registries registries,
      TransferListener listener) {
    StoredContent content = image.carriable();
    Digest digest = content.descriptor().digest();
    String name = to.tag();
    if (to.digest() != null && !digest.equals(to.digest())) {
      throw JpodException.refused(
          "the image has the digest '" + digest + "', not that of '" + to + "'",
          "push it under a tag, or by its own digest");
    }
    try (ImageDestination destination =
        new RegistryDestination(
            registries.repository(to),
            name == null ? digest.value() : name,
            neighbour(to, names))) {
      new Push(content, destination, listener).run();
      return digest;
    } catch (IOException e) {
      throw TransferFailure.of("cannot push to '" + to + "'", e);
    }
  }

  /** Another repository of the same registry where the image may be; null for none. */
  private static @Nullable String neighbour(ImageReference to, List<ImageReference> names) {
    for (ImageReference name : names) {
      if (name.registry().equals(to.registry()) && !name.repository().equals(to.repository())) {
        return name.repository();
      }
    }
    return null;
  }

  private static ImageBundle bundle(Location.Local to, Existing existing) throws IOException {
    return switch (to) {
      case Location.OciFolder layout -> OciFolderBundle.in(layout.path());
      case Location.Folder folder -> DirBundle.in(folder.path());
      case Location.OciArchive archive ->
          new OciTarBundle(TarUnderWay.to(archive.path(), existing));
      case Location.DockerArchive archive ->
          new DockerTarBundle(TarUnderWay.to(archive.path(), existing));
    };
  }

  /** A signal that ends this process leaves as little behind as a failure does. */
  private static void carry(List<Departing> images, ImageBundle bundle, TransferListener listener)
      throws IOException {
    Thread tidy = Thread.ofPlatform().unstarted(() -> tidy(bundle));
    Runtime.getRuntime().addShutdownHook(tidy);
    try (bundle) {
      for (Departing image : images) {
        ImageDestination room = bundle.room(image.content(), image.names());
        new Push(image.content(), room, listener).run();
      }
      bundle.complete();
    } finally {
      forget(tidy);
    }
  }

  private static void tidy(ImageBundle bundle) {
    try {
      bundle.close();
    } catch (IOException e) {
      // What is left is hidden, and the process ends.
    }
  }

  private static void forget(Thread tidy) {
    try {
      Runtime.getRuntime().removeShutdownHook(tidy);
    } catch (IllegalStateException e) {
      // The process ends: the hook does what it is for.
    }
  }
}
