package dev.jpod.registry;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.registry.RegistrySettings.Patience;
import dev.jpod.registry.Repository.Taken;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A repository of one registry; mirrors are others of the same name. */
record RemoteRepository(RegistryApi api, Endpoint endpoint, Patience patience) {
  private static final int NOT_FOUND = 404;
  static final String DIGEST = "Docker-Content-Digest";

  /** Attempts at something new. */
  Attempts attempts() {
    return new Attempts(api.registry(), patience, api.wire());
  }

  FetchedManifest manifest(String tagOrDigest) {
    return attempts().repeat(() -> get(tagOrDigest));
  }

  private FetchedManifest get(String tagOrDigest) throws IOException {
    Request request = Request.get(manifestUri(tagOrDigest)).with("Accept", ManifestBytes.ACCEPTED);
    try (Response answer = api.send(request, pull())) {
      Answers.requireSuccess(answer, api.registry(), "does not give '" + named(tagOrDigest) + "'");
      byte[] bytes = answer.read(ManifestBytes.LARGEST);
      if (bytes == null) {
        throw ManifestBytes.refused(
            named(tagOrDigest), "is larger than " + (ManifestBytes.LARGEST >> 20) + " MiB", null);
      }
      if (answer.length() > bytes.length) {
        throw new ProtocolException("the connection was cut in the middle of a manifest");
      }
      return ManifestBytes.judge(
          bytes,
          answer.header("Content-Type"),
          answer.header(DIGEST),
          digest(tagOrDigest),
          named(tagOrDigest));
    }
  }

  /** What a tag points to, without fetching it where that can be; null when there is no such. */
  @Nullable Digest digestOf(String tagOrDigest) {
    return attempts().repeat(() -> head(tagOrDigest)).orElse(null);
  }

  private Optional<Digest> head(String tagOrDigest) throws IOException {
    Request request = Request.head(manifestUri(tagOrDigest)).with("Accept", ManifestBytes.ACCEPTED);
    String said;
    try (Response answer = api.send(request, pull())) {
      if (answer.status() == NOT_FOUND) {
        return Optional.empty();
      }
      Answers.requireSuccess(answer, api.registry(), "does not give '" + named(tagOrDigest) + "'");
      said = answer.header(DIGEST);
    }
    Digest digest = said == null ? null : digest(said.strip());
    return Optional.of(digest == null ? get(tagOrDigest).digest() : digest);
  }

  void fetch(Digest digest, long size, BlobSink sink) throws IOException {
    new Download(api, endpoint, digest, size, sink, attempts()).run();
  }

  Taken push(
      Digest digest, BlobSource source, long size, @Nullable String mountFrom, LongConsumer sent)
      throws IOException {
    BlobBody body = new BlobBody(source, size, sent);
    return new Upload(api, endpoint, digest, body, mountFrom, attempts()).run();
  }

  void put(String tagOrDigest, byte[] manifest, String mediaType) {
    attempts()
        .repeat(
            () -> {
              putOnce(tagOrDigest, manifest, mediaType);
              return endpoint;
            });
  }

  private void putOnce(String tagOrDigest, byte[] manifest, String mediaType) throws IOException {
    Request request =
        Request.sending("PUT", manifestUri(tagOrDigest), Request.Body.of(manifest))
            .with("Content-Type", mediaType);
    try (Response answer = api.send(request, Scope.push(endpoint.repository()))) {
      Answers.requireTaken(
          answer, api.registry(), "does not take the manifest '" + named(tagOrDigest) + "'");
      Upload.requireSame(answer, ManifestBytes.digest(manifest), api.registry());
    }
  }

  List<String> tags(int limit) {
    List<String> tags = new ArrayList<>();
    new Pages(api, pull(), "does not list the tags of '" + endpoint.name() + "'")
        .each(
            "/v2/" + endpoint.repository() + "/tags/list?n=" + Math.min(limit, Pages.SIZE),
            "tags",
            tag -> {
              if (ImageReference.isTag(tag)) {
                tags.add(tag);
              }
              return tags.size() < limit;
            },
            attempts());
    return tags;
  }

  URI manifestUri(String tagOrDigest) throws IOException {
    return api.uri("/v2/" + endpoint.repository() + "/manifests/" + tagOrDigest);
  }

  private Scope pull() {
    return Scope.pull(endpoint.repository());
  }

  String named(String tagOrDigest) {
    return endpoint.name() + (tagOrDigest.indexOf(':') < 0 ? ":" : "@") + tagOrDigest;
  }

  /** Null for a tag. */
  static @Nullable Digest digest(String tagOrDigest) {
    try {
      return new Digest(tagOrDigest);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
