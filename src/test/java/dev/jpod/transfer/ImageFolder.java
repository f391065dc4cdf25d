package dev.jpod.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.image.ImageFixture;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes the folders that image tools write, file by file. */
final class ImageFolder {
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  private final Path folder;
  private final List<String> entries = new ArrayList<>();

  ImageFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  Path path() {
    return folder;
  }

  /** The files of {@code dir:}. */
  ImageFolder dir(ImageFixture image) throws IOException {
    Files.writeString(folder.resolve("version"), "Directory Transport Version: 1.1\n");
    Files.write(folder.resolve("manifest.json"), image.manifest());
    Files.write(folder.resolve(image.id().hex()), image.config());
    for (byte[] layer : image.layers()) {
      Files.write(folder.resolve(digest(layer).hex()), layer);
    }
    return this;
  }

  /** The blobs of an image in a layout, of which the index has no entry yet. */
  ImageFolder blobs(ImageFixture image) throws IOException {
    blob(image.manifest());
    blob(image.config());
    for (byte[] layer : image.layers()) {
      blob(layer);
    }
    return this;
  }

  Digest blob(byte[] content) throws IOException {
    Files.write(blobPath(digest(content)), content);
    return digest(content);
  }

  Path blobPath(Digest digest) throws IOException {
    return Files.createDirectories(folder.resolve("blobs/sha256")).resolve(digest.hex());
  }

  /** An entry of the index with these fields beside those of every descriptor. */
  ImageFolder entry(String type, byte[] document, String more) throws IOException {
    entries.add(descriptor(type, document, more));
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.write(folder.resolve("index.json"), index(entries));
    return this;
  }

  ImageFolder named(ImageFixture image, String name) throws IOException {
    return blobs(image)
        .entry(
            OCI_MANIFEST,
            image.manifest(),
            ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + name + "\"}");
  }

  static String descriptor(String type, byte[] document, String more) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(type, digest(document), document.length, more);
  }

  static byte[] index(List<String> entries) {
    return ("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}")
        .getBytes(UTF_8);
  }

  static String platform(String architecture) {
    return ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
  }

  static Digest digest(byte[] content) {
    try {
      return Digest.sha256(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
