package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An OCI layout of one image, whose configuration is given a health check afterwards. */
final class LayoutWithCheck {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path layout;

  private LayoutWithCheck(Path layout) {
    this.layout = layout;
  }

  /**
   * Changes the layout.
   *
   * @param check Docker's {@code Healthcheck}, as JSON
   */
  static void put(Path layout, String check) throws IOException {
    LayoutWithCheck changed = new LayoutWithCheck(layout);
    ObjectNode index = changed.read(layout.resolve("index.json"));
    ObjectNode entry = (ObjectNode) index.required("manifests").get(0);
    ObjectNode manifest = changed.blob(entry);
    ObjectNode config = changed.blob((ObjectNode) manifest.required("config"));
    ((ObjectNode) config.required("config")).set("Healthcheck", JSON.readTree(check));
    changed.replace((ObjectNode) manifest.required("config"), config);
    changed.replace(entry, manifest);
    Files.writeString(layout.resolve("index.json"), JSON.writeValueAsString(index));
  }

  private ObjectNode read(Path file) throws IOException {
    return (ObjectNode) JSON.readTree(Files.readAllBytes(file));
  }

  private ObjectNode blob(ObjectNode descriptor) throws IOException {
    return read(place(descriptor.required("digest").asString()));
  }

  private Path place(String digest) {
    return layout.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private void replace(ObjectNode descriptor, ObjectNode document) throws IOException {
    byte[] bytes = JSON.writeValueAsString(document).getBytes(UTF_8);
    String digest = FaultyRegistry.digest(bytes).value();
    Files.write(place(digest), bytes);
    descriptor.put("digest", digest);
    descriptor.put("size", bytes.length);
  }
}
