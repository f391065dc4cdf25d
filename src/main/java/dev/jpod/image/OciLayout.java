package dev.jpod.image;

import dev.jpod.host.DurableFile;
import dev.jpod.host.KernelLock;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder in the form of the OCI image layout 1.0.0, which other tools read as well. */
record OciLayout(Path folder) {
  static final String MARKER = "oci-layout";
  static final String INDEX = "index.json";

  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  /** Where the content of a digest lies, whether it is there or not. */
  Path blob(Digest digest) {
    return blobs().resolve(digest.hex());
  }

  Path blobs() {
    return folder.resolve("blobs").resolve("sha256");
  }

  /** Locked by whoever relies on images to stay, and alone by whoever removes them. */
  Path holdFile() {
    return folder.resolve("hold");
  }

  /** Locked by whoever changes the index or deletes content. */
  Path lockFile() {
    return folder.resolve("lock");
  }

  /** Where transfers keep what they have of a blob, for a later one to go on with. */
  Path partial() {
    return folder.resolve("partial");
  }

  /** Where content waits until it is complete. */
  Path staging() {
    return folder.resolve("tmp");
  }

  /** Makes the folders and the marker; idempotent. Images can be private, so is their folder. */
  void create() throws IOException {
    if (!Files.isDirectory(blobs())) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.createDirectories(blobs());
    }
    Path marker = folder.resolve(MARKER);
    if (!Files.exists(marker)) {
      byte[] content = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
      // Whoever has the lock sweeps away what others have not completed.
      try (KernelLock _ = KernelLock.exclusive(lockFile())) {
        DurableFile.write(marker, content, READABLE);
      }
    }
  }

  /** The index; an empty one in a folder without. */
  ImageIndex index() {
    Path file = folder.resolve(INDEX);
    try {
      return ImageIndex.read(readAtMost(file, Json.LIMIT), "the image index '" + file + "'");
    } catch (NoSuchFileException e) {
      return ImageIndex.EMPTY;
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (JpodException e) {
      // What may be refused in a foreign image is damage in the store's own index.
      throw new JpodException(
          Failure.FAILED,
          String.valueOf(e.getMessage()),
          "put a copy of the file back, or remove it and bring the images in again",
          e);
    }
  }

  /** Only under the lock of the index. */
  void replaceIndex(ImageIndex index) throws IOException {
    DurableFile.sweep(folder);
    DurableFile.write(folder.resolve(INDEX), index.toBytes(), READABLE);
  }

  /** The index of an image for several platforms, which other tools may have put here. */
  ImageIndex index(Descriptor descriptor) {
    return ImageIndex.read(document(descriptor), "the image index '" + descriptor.digest() + "'");
  }

  ImageManifest manifest(Descriptor descriptor) {
    return ImageManifest.read(
        document(descriptor), "the image manifest '" + descriptor.digest() + "'");
  }

  StoredConfig config(Descriptor descriptor) {
    return config(descriptor, document(descriptor));
  }

  private static StoredConfig config(Descriptor descriptor, byte[] document) {
    return StoredConfig.read(document, "the image configuration '" + descriptor.digest() + "'");
  }

  /** As {@link #config}, and fails when the document is not what its digest says. */
  StoredConfig intactConfig(Descriptor descriptor) {
    byte[] document = document(descriptor);
    if (!Sha256.of(document).equals(descriptor.digest())) {
      throw JpodException.failed(
          "the image file '" + blob(descriptor.digest()) + "' does not have its digest",
          "remove the image and load it again");
    }
    return config(descriptor, document);
  }

  /** The bytes of a manifest, an index or a configuration. */
  byte[] document(Descriptor descriptor) {
    Path file = blob(descriptor.digest());
    try {
      byte[] content = readAtMost(file, Json.LIMIT);
      if (content.length != descriptor.size()) {
        throw JpodException.failed(
            "the image file '"
                + file
                + "' has "
                + content.length
                + " bytes instead of "
                + descriptor.size(),
            "remove the image and load it again");
      }
      return content;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** A file's content, or one byte more than the limit when it is larger. */
  private static byte[] readAtMost(Path file, int limit) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(limit + 1);
    }
  }

  private static JpodException unreadable(Path file, IOException cause) {
    return JpodException.failed(
        "cannot read the image file '" + file + "': " + StoreFailure.reason(cause),
        "check the permissions of the store; if the file is gone, remove the image and load it"
            + " again");
  }
}
