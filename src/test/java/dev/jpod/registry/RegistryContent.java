package dev.jpod.registry;

import dev.jpod.model.Digest;
import dev.jpod.registry.FaultyRegistry.Received;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Blobs and manifests of a registry, and the answers that the distribution specification wants. */
public final class RegistryContent {
  private final Map<String, byte[]> blobs = new ConcurrentSkipListMap<>();
  private final Map<String, Manifest> manifests = new ConcurrentSkipListMap<>();

  @SuppressWarnings("ArrayRecordComponent") // served, never compared
  private record Manifest(byte[] bytes, String mediaType) {}

  /** Puts a blob into a repository. */
  public Digest blob(String repository, byte[] bytes) {
    Digest digest = FaultyRegistry.digest(bytes);
    blobs.put(repository + "@" + digest, bytes);
    return digest;
  }

  /** Puts a manifest into a repository, under its digest and a tag. */
  public Digest manifest(String repository, String tag, byte[] bytes, String mediaType) {
    Digest digest = FaultyRegistry.digest(bytes);
    manifests.put(repository + "@" + digest, new Manifest(bytes, mediaType));
    manifests.put(repository + "@" + tag, new Manifest(bytes, mediaType));
    return digest;
  }

  /** A blob that is there; null when there is none. */
  public byte @Nullable [] blobOf(String repository, Digest digest) {
    return blobs.get(repository + "@" + digest);
  }

  Reply replyTo(Received request) {
    String target = request.target();
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    if (path.equals("/v2/")) {
      return Reply.status(200, "Docker-Distribution-API-Version", "registry/2.0");
    }
    if (path.equals("/v2/_catalog")) {
      return catalog();
    }
    String[] parts = path.split("/", -1);
    if (parts.length < 5) {
      return Reply.status(404);
    }
    String kind = parts[parts.length - 2];
    String last = parts[parts.length - 1];
    int words = kind.equals("uploads") ? parts.length - 3 : parts.length - 2;
    String repository = String.join("/", Arrays.asList(parts).subList(2, words));
    return switch (kind) {
      case "manifests" -> manifest(request, repository, last);
      case "blobs" -> blob(request, repository, last);
      case "uploads" -> upload(request, repository, target);
      case "tags" -> tags(repository);
      default -> Reply.status(404);
    };
  }

  private Reply manifest(Received request, String repository, String name) {
    if (request.method().equals("PUT")) {
      Digest digest = manifest(repository, name, request.body(), request.header("content-type"));
      return Reply.status(201, "Docker-Content-Digest", digest.value());
    }
    Manifest found = manifests.get(repository + "@" + name);
    return found == null
        ? Reply.error(404, "manifest unknown")
        : Reply.whole(
            200,
            found.bytes(),
            "Content-Type",
            found.mediaType(),
            "Docker-Content-Digest",
            FaultyRegistry.digest(found.bytes()).value());
  }

  private Reply blob(Received request, String repository, String digest) {
    byte[] found = blobs.get(repository + "@" + digest);
    if (found == null) {
      return Reply.error(404, "blob unknown");
    }
    String range = request.header("range");
    if (range.startsWith("bytes=") && range.endsWith("-")) {
      int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      return from >= found.length ? Reply.status(416) : Reply.part(found, from, found.length);
    }
    return Reply.whole(200, found);
  }

  private Reply upload(Received request, String repository, String target) {
    if (request.method().equals("POST")) {
      String from = parameter(target, "from");
      byte[] there = blobs.get(from + "@" + parameter(target, "mount"));
      if (there != null) {
        return Reply.status(201, "Docker-Content-Digest", blob(repository, there).value());
      }
      return Reply.status(202, "Location", "/v2/" + repository + "/blobs/uploads/1?state=a%2Fb");
    }
    Digest digest = FaultyRegistry.digest(request.body());
    if (!parameter(target, "digest").equals(digest.value())
        || !parameter(target, "state").equals("a/b")) {
      return Reply.error(400, "digest invalid");
    }
    return Reply.status(201, "Docker-Content-Digest", blob(repository, request.body()).value());
  }

  private Reply tags(String repository) {
    List<String> tags = new ArrayList<>();
    for (String name : manifests.keySet()) {
      if (name.startsWith(repository + "@") && !name.contains("@sha256:")) {
        tags.add("\"" + name.substring(repository.length() + 1) + "\"");
      }
    }
    return json("{\"name\":\"" + repository + "\",\"tags\":[" + String.join(",", tags) + "]}");
  }

  private Reply catalog() {
    TreeSet<String> names = new TreeSet<>();
    manifests.keySet().forEach(name -> names.add("\"" + name.split("@", 2)[0] + "\""));
    return json("{\"repositories\":[" + String.join(",", names) + "]}");
  }

  private static Reply json(String text) {
    return Reply.whole(
        200, text.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
  }

  /** A parameter of the query; empty when it is not there. */
  static String parameter(String target, String name) {
    for (String pair : target.substring(target.indexOf('?') + 1).split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }
}
