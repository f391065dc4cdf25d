package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.model.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A small image as bytes, to be put into archives that are right or wrong. */
public final class ImageFixture {
  private final List<byte[]> layers;
  private final byte[] config;

  public ImageFixture(List<byte[]> layers, byte[] config) {
    this.layers = layers;
    this.config = config;
  }

  public List<byte[]> layers() {
    return layers;
  }

  public byte[] config() {
    return config;
  }

  /** An image whose layers each have one file. */
  public static ImageFixture of(String... files) {
    return of(Platform.ofHost().architecture(), files);
  }

  public static ImageFixture of(String architecture, String[] files) {
    List<byte[]> layers = new ArrayList<>();
    for (String file : files) {
      layers.add(new TarBytes().file(file, "content of " + file).finished());
    }
    return new ImageFixture(layers, config(architecture, layers));
  }

  public static byte[] config(String architecture, List<byte[]> layers) {
    List<String> diffIds = new ArrayList<>();
    for (byte[] layer : layers) {
      diffIds.add("\"" + Sha256.of(layer) + "\"");
    }
    return """
    {"architecture":"%s","os":"linux","created":"2024-02-03T04:05:06.789Z",
     "config":{"Env":["PATH=/bin"],"Cmd":["sh"],"Entrypoint":null,"WorkingDir":"/srv",
               "ExposedPorts":{"80/tcp":{}},"Volumes":{"/data":{}},"Labels":{"a":"b"},
               "User":"","StopSignal":"SIGINT"},
     "rootfs":{"type":"layers","diff_ids":[%s]},"history":[{"comment":"x"}]}
    """
        .formatted(architecture, String.join(",", diffIds))
        .getBytes(UTF_8);
  }

  public Digest id() {
    return Sha256.of(config);
  }

  /** The same layers as blobs of another form. */
  public ImageFixture compressed() {
    List<byte[]> gzipped = new ArrayList<>();
    for (byte[] layer : layers) {
      gzipped.add(gzip(layer));
    }
    return new ImageFixture(gzipped, config);
  }

  public byte[] manifest() {
    return manifest(MediaTypes.OCI_LAYER);
  }

  public byte[] manifest(String layerType) {
    List<Descriptor> descriptors = new ArrayList<>();
    for (byte[] layer : layers) {
      descriptors.add(Descriptor.of(layerType, Sha256.of(layer), layer.length));
    }
    return new ImageManifest(Descriptor.of(MediaTypes.OCI_CONFIG, id(), config.length), descriptors)
        .toBytes();
  }

  /** What {@code docker save} writes. */
  public byte[] dockerArchive(String... tags) {
    return addDockerFiles(new TarBytes(), tags).finished();
  }

  public TarBytes addDockerFiles(TarBytes tar, String... tags) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      names.add("\"l" + i + "/layer.tar\"");
      tar.folder("l" + i);
      tar.entry(
          new TarBytes.Header("l" + i + "/layer.tar", '0').size(layers.get(i).length),
          layers.get(i));
    }
    tar.file(id().hex() + ".json", new String(config, UTF_8));
    String repoTags = tags.length == 0 ? "null" : "[\"" + String.join("\",\"", tags) + "\"]";
    return tar.file(
        "manifest.json",
        "[{\"Config\":\"%s.json\",\"RepoTags\":%s,\"Layers\":[%s]}]"
            .formatted(id().hex(), repoTags, String.join(",", names)));
  }

  /** The blobs of an OCI layout. */
  public TarBytes addBlobs(TarBytes tar) {
    layers.forEach(layer -> addBlob(tar, layer));
    return addBlob(addBlob(tar, config), manifest());
  }

  public static TarBytes addBlob(TarBytes tar, byte[] blob) {
    return tar.entry(
        new TarBytes.Header("blobs/sha256/" + Sha256.of(blob).hex(), '0').size(blob.length), blob);
  }

  /** An OCI archive with this image under a name. */
  public byte[] ociArchive(String name) {
    return ociArchive(addBlobs(new TarBytes()), descriptor(name));
  }

  public Descriptor descriptor(String name) {
    byte[] manifest = manifest();
    return new Descriptor(
        MediaTypes.OCI_MANIFEST,
        Sha256.of(manifest),
        manifest.length,
        Map.of(Descriptor.REFERENCE_NAME, name),
        null);
  }

  public static byte[] ociArchive(TarBytes blobs, Descriptor... index) {
    return blobs
        .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
        .file("index.json", new String(new ImageIndex(List.of(index)).toBytes(), UTF_8))
        .finished();
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
