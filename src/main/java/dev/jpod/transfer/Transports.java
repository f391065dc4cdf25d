package dev.jpod.transfer;

import dev.jpod.image.Image;
import dev.jpod.image.ImageDocuments;
import dev.jpod.image.ImageGate;
import dev.jpod.image.ImagePick;
import dev.jpod.image.ImageStore;
import dev.jpod.image.LoadChoice;
import dev.jpod.image.LoadChoice.Form;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ImageOrigin.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Carries images between the store and files and folders. */
public final class Transports {
  private Transports() {}

  /**
   * Takes an image in from a file or a folder. After a failure the store is as it was, but for
   * parts that a later call continues.
   *
   * @return the image with all its names
   * @throws JpodException of kind NOT_FOUND when there is no such image, USAGE when it is not clear
   *     which is meant, REFUSED when it is damaged or hostile, or may not come in
   */
  public static Image pull(
      Location.Local from, ImageStore store, Arriving arriving, TransferListener listener) {
    return switch (from) {
      case Location.OciFolder layout -> {
        requireFolder(layout.path());
        OciFolderOrigin origin = new OciFolderOrigin(layout.path(), layout.pick());
        List<ImageReference> names = names(layout.path(), layout.pick(), arriving);
        yield pull(origin, names.isEmpty() ? origin.names() : names, store, arriving, listener);
      }
      case Location.Folder folder -> {
        requireFolder(folder.path());
        DirFolderOrigin origin = new DirFolderOrigin(folder.path());
        yield pull(origin, arriving.names(), store, arriving, listener);
      }
      case Location.OciArchive archive -> {
        List<ImageReference> names = names(archive.path(), archive.pick(), arriving);
        yield load(archive.path(), Form.OCI, archive.pick(), names, store, arriving);
      }
      case Location.DockerArchive archive ->
          load(archive.path(), Form.DOCKER, archive.pick(), arriving.names(), store, arriving);
    };
  }

  private static List<ImageReference> names(Path path, ImagePick pick, Arriving arriving) {
    return arriving.names().isEmpty() ? LocalNames.of(path, pick) : arriving.names();
  }

  private static Image pull(
      ImageOrigin origin,
      List<ImageReference> names,
      ImageStore store,
      Arriving arriving,
      TransferListener listener) {
    try (origin) {
      Document found = origin.manifest();
      Document manifest = new PlatformChoice(origin, arriving.platform()).manifest(found);
      Digest index = found.digest().equals(manifest.digest()) ? null : found.digest();
      ImageDocuments documents =
          ImageDocuments.read(
              manifest.content().bytes(), manifest.mediaType(), index, origin::document);
      require(arriving.gate(), manifest.digest(), found.digest());
      new Pull(origin, documents, listener).into(store, names);
      return store
          .resolve(manifest.digest().value())
          .orElseThrow(
              () ->
                  JpodException.notFound(
                      "the image '" + manifest.digest() + "' was removed again at once",
                      "take it in again when no other run removes images"));
    }
  }

  private static void require(ImageGate gate, Digest manifest, Digest found) {
    gate.require(manifest.equals(found) ? List.of(manifest) : List.of(manifest, found));
  }

  /** An archive can only be read from its start, so all of it is staged and then chosen from. */
  private static Image load(
      Path file,
      Form form,
      ImagePick pick,
      List<ImageReference> names,
      ImageStore store,
      Arriving arriving) {
    if (!Files.exists(file)) {
      throw JpodException.notFound("there is no file '" + file + "'", "name an archive");
    }
    if (Files.isDirectory(file)) {
      throw JpodException.failed(
          "'" + file + "' is a folder, not an archive", "name a folder by oci: or dir:");
    }
    return store
        .load(file, new LoadChoice(form, pick, arriving.platform(), names, _ -> arriving.gate()))
        .getFirst();
  }

  private static void requireFolder(Path folder) {
    if (!Files.exists(folder)) {
      throw JpodException.notFound(
          "there is no folder '" + folder + "'", "see whether the path is right");
    }
    if (!Files.isDirectory(folder)) {
      throw JpodException.failed(
          "'" + folder + "' is no folder", "name an archive by oci-archive: or docker-archive:");
    }
  }
}
