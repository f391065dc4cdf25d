package dev.jpod.podman;

import dev.jpod.json.JsonTree;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An image of the store; to be used while the store is open. */
public final class StorageImage {
  private static final String MANIFEST = "manifest";
  private static final int LONGEST_SIGNATURES = 4 << 20;

  private final StoragePlace place;
  private final String id;
  private final @Nullable ImageReference reference;
  private final List<ImageReference> names;
  private final StorageFiles files;
  private final List<String> documents;
  private final String metadata;
  private final List<StoredLayer> layers;

  StorageImage(
      StoragePlace place,
      String id,
      @Nullable ImageReference reference,
      List<ImageReference> names,
      StorageFiles files,
      List<String> documents,
      String metadata,
      List<StoredLayer> layers) {
    this.place = place;
    this.id = id;
    this.reference = reference;
    this.names = List.copyOf(names);
    this.files = files;
    this.documents = List.copyOf(documents);
    this.metadata = metadata;
    this.layers = List.copyOf(layers);
  }

  public StoragePlace place() {
    return place;
  }

  /** As Podman knows the image; the digest of its configuration unless somebody chose another. */
  public Digest id() {
    return Digest.sha256(id);
  }

  /** The reference by which the image was found; null when it was found by its id. */
  public @Nullable ImageReference reference() {
    return reference;
  }

  /** All names that the store gives the image. */
  public List<ImageReference> names() {
    return names;
  }

  /** The manifest, word for word. */
  public byte[] manifest() {
    return files.read(MANIFEST);
  }

  /** The other manifests and indexes that led to the image; their bytes have these digests. */
  public Map<Digest, byte[]> manifests() {
    Map<Digest, byte[]> found = new LinkedHashMap<>();
    for (String name : documents) {
      Digest digest =
          name.startsWith(MANIFEST + "-")
              ? Documents.digest(name.substring(MANIFEST.length() + 1))
              : null;
      if (digest != null) {
        found.put(digest, files.read(name, digest));
      }
    }
    return found;
  }

  /** The configuration of this digest, which its bytes have. */
  public byte[] configuration(Digest digest) {
    return files.read(digest.value(), digest);
  }

  /** The layers, lowest first. */
  public List<StoredLayer> layers() {
    return layers;
  }

  /** The signatures of a manifest or an index, as they were handed over; not verified. */
  public List<byte[]> signatures(Digest manifest) {
    List<byte[]> signatures = new ArrayList<>();
    JsonNode sizes = metadata().path("signatures-sizes").path(manifest.value());
    if (sizes.isEmpty()) {
      return signatures;
    }
    byte[] all = files.read("signature-" + manifest.hex());
    int start = 0;
    for (JsonNode size : sizes) {
      int length = size.asInt(-1);
      if (length < 0 || length > LONGEST_SIGNATURES || length > all.length - start) {
        throw Documents.wrong(files.folder(), "its signatures do not have their sizes");
      }
      signatures.add(Arrays.copyOfRange(all, start, start + length));
      start += length;
    }
    return signatures;
  }

  private JsonNode metadata() {
    try {
      return JsonTree.read((metadata.isEmpty() ? "{}" : metadata).getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw Documents.wrong(files.folder(), "its metadata are not JSON");
    }
  }
}
