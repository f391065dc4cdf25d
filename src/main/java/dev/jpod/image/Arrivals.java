package dev.jpod.image;

import dev.jpod.host.KernelLock;
import dev.jpod.image.LoadChoice.Form;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Brings images from outside into the store: staged, checked, unpacked, and then named all at once.
 * When anything is wrong, what had been done for it is taken back.
 */
record Arrivals(OciLayout layout, LayerStore layers, UnpackLimits limits) {
  /** One way for images to come in. */
  private interface Source {
    List<IncomingImage> read(Staging staging) throws IOException;
  }

  List<IncomingImage> ofRootfs(InputStream tar, List<ImageReference> names, ImportOptions options) {
    return admit(
        "cannot import the root filesystem",
        staging -> List.of(new RootfsImport(staging, layers, limits).image(tar, names, options)));
  }

  List<IncomingImage> ofPath(Path path, LoadChoice choice) {
    return admit(
        "cannot load the images of '" + path + "'",
        staging -> {
          if (Files.isDirectory(path)) {
            return layoutIn(new LayoutFolder(path, staging, limits), choice);
          }
          try (InputStream in = Files.newInputStream(path)) {
            return archiveIn(in, staging, choice);
          }
        });
  }

  List<IncomingImage> ofStream(InputStream archive, LoadChoice choice) {
    return admit(
        "cannot load the images of the archive", staging -> archiveIn(archive, staging, choice));
  }

  private List<IncomingImage> archiveIn(InputStream in, Staging staging, LoadChoice choice)
      throws IOException {
    TarArchive archive = TarArchive.read(in, staging, limits);
    boolean isLayout =
        archive.find(OciLayout.MARKER) != null && archive.find(OciLayout.INDEX) != null;
    boolean isDocker = archive.find(DockerArchive.MANIFEST) != null;
    boolean wantsLayout =
        switch (choice.form()) {
          case ANY -> isLayout;
          case OCI -> true;
          case DOCKER -> false;
        };
    if (wantsLayout && isLayout) {
      return layoutIn(archive, choice);
    }
    if (!wantsLayout && isDocker) {
      return passed(
          new DockerArchive(archive, staging, choice.pick()).images(), choice, Form.DOCKER);
    }
    throw new HostileLayerException(
        switch (choice.form()) {
          case ANY -> "it has neither an 'index.json' nor a 'manifest.json'";
          case OCI -> "it is no OCI archive: it has no 'index.json'";
          case DOCKER -> "it is no docker-archive: it has no 'manifest.json'";
        });
  }

  private static List<IncomingImage> layoutIn(ImageArchive archive, LoadChoice choice)
      throws IOException {
    return passed(
        new OciArchive(archive, choice.pick(), choice.platform()).images(), choice, Form.OCI);
  }

  /** The images under the names that were chosen, if all of them may come in. */
  private static List<IncomingImage> passed(
      List<IncomingImage> images, LoadChoice choice, Form form) {
    ImageGate gate = choice.gates().of(form);
    for (IncomingImage image : images) {
      Digest index = image.descriptor().index();
      Digest manifest = image.descriptor().digest();
      gate.require(index == null ? List.of(manifest) : List.of(manifest, index));
    }
    if (choice.names().isEmpty()) {
      return images;
    }
    if (images.size() != 1) {
      throw new JpodException(
          Failure.USAGE,
          "the archive has " + images.size() + " images, which cannot all have one name",
          "say which image is meant");
    }
    return List.of(images.getFirst().named(choice.names()));
  }

  private List<IncomingImage> admit(String doing, Source source) {
    try {
      return staged(source);
    } catch (IOException e) {
      takeBack(e);
      throw StoreFailure.of(doing, e);
    } catch (JpodException e) {
      takeBack(e);
      throw e;
    }
  }

  private List<IncomingImage> staged(Source source) throws IOException {
    try (KernelLock _ = KernelLock.shared(layers.lockFile());
        Staging staging = Staging.in(layout.staging())) {
      List<IncomingImage> images = source.read(staging);
      new Admission(layout, layers).admit(images);
      return images;
    }
  }

  private void takeBack(Exception failure) {
    try (KernelLock _ = KernelLock.exclusive(layout.lockFile())) {
      new Collector(layout, layers).collect(Set.of());
    } catch (IOException | JpodException e) {
      failure.addSuppressed(e);
    }
  }
}
