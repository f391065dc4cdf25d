package dev.jpod.image;

import dev.jpod.host.KernelLock;
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
  private static final String UNKNOWN = "it has neither an 'index.json' nor a 'manifest.json'";

  /** One way for images to come in. */
  private interface Source {
    List<IncomingImage> read(Staging staging) throws IOException;
  }

  List<IncomingImage> ofRootfs(InputStream tar, List<ImageReference> names, ImportOptions options) {
    return admit(
        "cannot import the root filesystem",
        staging -> List.of(new RootfsImport(staging, layers, limits).image(tar, names, options)));
  }

  List<IncomingImage> ofPath(Path path) {
    return admit(
        "cannot load the images of '" + path + "'",
        staging -> {
          if (Files.isDirectory(path)) {
            return layoutIn(new LayoutFolder(path, staging, limits));
          }
          try (InputStream in = Files.newInputStream(path)) {
            return archiveIn(in, staging);
          }
        });
  }

  List<IncomingImage> ofStream(InputStream archive) {
    return admit("cannot load the images of the archive", staging -> archiveIn(archive, staging));
  }

  private List<IncomingImage> archiveIn(InputStream in, Staging staging) throws IOException {
    TarArchive archive = TarArchive.read(in, staging, limits);
    if (archive.find(OciLayout.MARKER) != null && archive.find(OciLayout.INDEX) != null) {
      return layoutIn(archive);
    }
    if (archive.find(DockerArchive.MANIFEST) != null) {
      return new DockerArchive(archive, staging).images();
    }
    throw new HostileLayerException(UNKNOWN);
  }

  private static List<IncomingImage> layoutIn(ImageArchive archive) throws IOException {
    return new OciArchive(archive, Platform.ofHost()).images();
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
