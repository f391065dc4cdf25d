package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.image.Platform;
import dev.jpod.model.Digest;
import dev.jpod.registry.FaultyRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** An image put together for a registry, word by word, so that each of its words can be a lie. */
final class HandmadeImage {
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  private final List<byte[]> layers = new ArrayList<>();
  private final String config;
  private final String manifest;

  private HandmadeImage(List<byte[]> tars) throws IOException {
    List<String> diffIds = new ArrayList<>();
    List<String> descriptors = new ArrayList<>();
    for (byte[] tar : tars) {
      byte[] layer = gzip(tar);
      layers.add(layer);
      diffIds.add("\"" + FaultyRegistry.digest(tar) + "\"");
      descriptors.add(descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer));
    }
    config =
        """
        {"architecture":"%s","os":"linux","config":{"Cmd":["sleep","1000"]},\
        "rootfs":{"type":"layers","diff_ids":[%s]}}\
        """
            .formatted(Platform.ofHost().architecture(), String.join(",", diffIds));
    manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
        """
            .formatted(
                MANIFEST_TYPE,
                descriptor("application/vnd.oci.image.config.v1+json", config.getBytes(UTF_8)),
                String.join(",", descriptors));
  }

  /** An image of these layers, from the lowest. */
  static HandmadeImage of(byte[]... tars) throws IOException {
    return new HandmadeImage(Arrays.asList(tars));
  }

  /** An image that runs, with layers of so many bytes that cannot be compressed above it. */
  static HandmadeImage running(String mark, int... sizes) throws IOException {
    List<byte[]> tars = new ArrayList<>(List.of(BusyboxImage.tar(mark)));
    for (int size : sizes) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      tars.add(new Tar().file("data/" + size, content).finished());
    }
    return new HandmadeImage(tars);
  }

  /** Puts the image into a repository under the tag 1. */
  Digest putInto(FaultyRegistry registry, String repository) {
    return putInto(registry, repository, UnaryOperator.identity());
  }

  /** Puts the image into a repository with another manifest than it has. */
  Digest putInto(FaultyRegistry registry, String repository, UnaryOperator<String> lie) {
    layers.forEach(layer -> registry.content().blob(repository, layer));
    registry.content().blob(repository, config.getBytes(UTF_8));
    return registry
        .content()
        .manifest(repository, "1", lie.apply(manifest).getBytes(UTF_8), MANIFEST_TYPE);
  }

  byte[] layer(int position) {
    return layers.get(position);
  }

  /** The digest of a layer as it is transferred. */
  Digest digest(int position) {
    return FaultyRegistry.digest(layer(position));
  }

  byte[] config() {
    return config.getBytes(UTF_8);
  }

  String manifest() {
    return manifest;
  }

  private static String descriptor(String type, byte[] content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, FaultyRegistry.digest(content), content.length);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  /** A tar of whatever entries, also those that nobody should unpack. */
  static final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    Tar() {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    Tar file(String name, byte[] content) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    }

    Tar file(String name, String content) throws IOException {
      return file(name, content.getBytes(UTF_8));
    }

    /** A file with the permission bits and the owner's number. */
    Tar file(String name, int mode, int owner, String content) throws IOException {
      byte[] bytes = content.getBytes(UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(bytes.length);
      entry.setMode(0100000 | mode);
      entry.setUserId(owner);
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
      return this;
    }

    Tar symlink(String name, String target) throws IOException {
      return link(name, TarConstants.LF_SYMLINK, target);
    }

    Tar hardLink(String name, String target) throws IOException {
      return link(name, TarConstants.LF_LINK, target);
    }

    private Tar link(String name, byte type, String target) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
      entry.setLinkName(target);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      return this;
    }

    byte[] finished() throws IOException {
      tar.close();
      return bytes.toByteArray();
    }
  }
}
