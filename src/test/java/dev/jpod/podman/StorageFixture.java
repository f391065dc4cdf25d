package dev.jpod.podman;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.json.JsonText;
import dev.jpod.model.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A store of Podman's, written by hand, of which every part can be made wrong before it is used.
 */
public final class StorageFixture {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Path root;
  private final Driver driver;
  private final ArrayNode images = JSON.arrayNode();
  private final ArrayNode layers = JSON.arrayNode();

  public StorageFixture(Path root, Driver driver) throws IOException {
    this.root = root;
    this.driver = driver;
    for (Path folder :
        List.of(place().home(), place().records("images"), place().records("layers"))) {
      Files.createDirectories(folder);
    }
    for (Path folder : List.of(root, place().home())) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    Files.write(place().records("layers").resolve("layers.lock"), new byte[0]);
    Files.write(place().records("images").resolve("images.lock"), new byte[0]);
    write();
  }

  public StoragePlace place() {
    return new StoragePlace(driver, root);
  }

  /** An image of one layer for each file, lowest first. */
  public Stored image(String name, String... files) throws IOException {
    List<Digest> diffIds = new ArrayList<>();
    StringBuilder described = new StringBuilder();
    String below = "";
    Path shown = null;
    for (String file : files) {
      byte[] tar = tar(file);
      Digest diffId = digest(tar);
      String id = digest((below + diffId).getBytes(UTF_8)).hex();
      layer(id, below, diffId, file, tar);
      shown = copy(shown, id);
      diffIds.add(diffId);
      described
          .append(described.isEmpty() ? "" : ",")
          .append(descriptor("application/vnd.oci.image.layer.v1.tar", diffId, tar.length));
      below = id;
    }
    byte[] config = config(diffIds);
    String manifest =
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
            .formatted(
                descriptor(
                    "application/vnd.oci.image.config.v1+json", digest(config), config.length),
                described);
    return image(name, below, manifest.getBytes(UTF_8), config);
  }

  /** What the store has of an image, to be changed. */
  public record Stored(ObjectNode record, Path folder, Digest id, Digest manifest) {
    public Path document(String name) {
      byte[] bytes = name.getBytes(UTF_8);
      return folder.resolve(
          name.equals("manifest") ? name : "=" + Base64.getEncoder().encodeToString(bytes));
    }
  }

  private Stored image(String name, String top, byte[] manifest, byte[] config) throws IOException {
    Digest id = digest(config);
    Path folder = Files.createDirectories(place().records("images").resolve(id.hex()));
    ObjectNode record = images.addObject();
    record.put("id", id.hex());
    record.put("layer", top);
    record.putArray("names").add(name);
    record.put("metadata", "{}");
    Stored stored = new Stored(record, folder, id, digest(manifest));
    Files.write(stored.document("manifest"), manifest);
    record.putArray("big-data-names").add(id.value()).add("manifest");
    Files.write(stored.document(id.value()), config);
    add(stored, manifest);
    write();
    return stored;
  }

  /** Adds a manifest or an index to an image under its digest. */
  public Digest add(Stored stored, byte[] document) throws IOException {
    String name = "manifest-" + digest(document);
    Files.write(stored.document(name), document);
    ((ArrayNode) stored.record().get("big-data-names")).add(name);
    write();
    return digest(document);
  }

  /** The record of the image's layer at this position, from the lowest. */
  public ObjectNode layer(int position) {
    return (ObjectNode) layers.get(position);
  }

  public Path files(int position) {
    return driver.folder(place().home(), layer(position).get("id").asString());
  }

  public Path packing(int position) {
    String id = layer(position).get("id").asString();
    return place().records("layers").resolve(id + ".tar-split.gz");
  }

  /** Writes the records as they are now. */
  public void write() throws IOException {
    Files.write(place().records("images").resolve("images.json"), JsonText.compact(images));
    Files.write(place().records("layers").resolve("layers.json"), JsonText.compact(layers));
  }

  private void layer(String id, String below, Digest diffId, String file, byte[] tar)
      throws IOException {
    ObjectNode record = layers.addObject();
    record.put("id", id);
    if (!below.isEmpty()) {
      record.put("parent", below);
    }
    record.put("diff-digest", diffId.value());
    Path folder = Files.createDirectories(driver.folder(place().home(), id));
    Files.write(folder.resolve(file), content(file));
    Files.write(place().records("layers").resolve(id + ".tar-split.gz"), split(file, tar));
  }

  /** With the driver vfs a layer has what the ones below have, too. */
  private Path copy(@Nullable Path from, String id) throws IOException {
    Path folder = driver.folder(place().home(), id);
    if (driver == Driver.VFS && from != null) {
      try (var below = Files.list(from)) {
        for (Path file : below.toList()) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    return folder;
  }

  private static byte[] config(List<Digest> diffIds) {
    StringBuilder ids = new StringBuilder();
    for (Digest diffId : diffIds) {
      ids.append(ids.isEmpty() ? "\"" : ",\"").append(diffId).append('"');
    }
    return "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Cmd\":[\"sh\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
        .formatted(ids)
        .getBytes(UTF_8);
  }

  private static String descriptor(String type, Digest digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
  }

  public static byte[] content(String file) {
    return ("content of " + file).getBytes(UTF_8);
  }

  public static byte[] tar(String file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry(file);
      entry.setSize(content(file).length);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(content(file));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] split(String file, byte[] tar) throws IOException {
    int header = 512;
    int end = header + content(file).length;
    return gzip(
        segment(tar, 0, header) + entry(file, end - header) + segment(tar, end, tar.length));
  }

  /** A line of a tar-split file with a part of a tar. */
  public static String segment(byte[] tar, int from, int to) {
    byte[] part = Arrays.copyOfRange(tar, from, to);
    return "{\"type\":2,\"payload\":\"" + Base64.getEncoder().encodeToString(part) + "\"}\n";
  }

  /** A line of a tar-split file with the name of a file. */
  public static String entry(String file, long size) {
    return "{\"type\":1,\"name\":\"" + file + "\",\"size\":" + size + ",\"payload\":\"AAAA\"}\n";
  }

  public static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  public static Digest digest(byte[] content) {
    return Documents.digestOf(content);
  }
}
