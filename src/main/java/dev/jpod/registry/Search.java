package dev.jpod.registry;

import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.FoundImage.Origin;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Looks for repositories in one registry: by the search of the old API, which Docker's registry and
 * some others have kept, or else in the catalog of the distribution specification.
 */
record Search(RegistryApi api, Attempts attempts) {
  private static final int LARGEST_ANSWER = 4 << 20;
  private static final String DOCKER_SEARCH = "https://index.docker.io";
  private static final String PATH = "/v1/search?q=";

  /** At most so many, in the order in which the registry gives them. */
  List<FoundImage> find(String term, int limit) {
    Optional<List<FoundImage>> found = attempts.repeat(() -> search(term, limit));
    if (found.isPresent()) {
      return found.get();
    }
    try {
      return inCatalog(term, limit);
    } catch (Answers.Denied e) {
      throw e;
    } catch (JpodException e) {
      throw e.failure() == Failure.UNREACHABLE ? e : cannot(e);
    }
  }

  private JpodException cannot(JpodException cause) {
    return new JpodException(
        Failure.FAILED,
        "the registry '" + api.registry() + "' cannot be searched",
        "it offers neither a search nor a catalog; 'jpod search --list-tags "
            + api.registry()
            + "/NAME' lists the tags of a repository",
        cause);
  }

  /** Empty when the registry has no such search. */
  private Optional<List<FoundImage>> search(String term, int limit) throws IOException {
    String path =
        PATH + URLEncoder.encode(term, StandardCharsets.UTF_8) + "&n=" + Math.max(1, limit);
    boolean isDockers = api.registry().equals(Endpoint.DOCKER_HUB);
    URI place = isDockers ? URI.create(DOCKER_SEARCH + path) : api.uri(path);
    JsonNode results;
    try (Response answer = api.send(Request.get(place), Scope.NONE)) {
      if (isDockers || answer.status() == 429 || answer.status() >= 500) {
        Answers.requireSuccess(answer, api.registry(), "does not search");
      }
      results = answer.succeeded() ? json(answer).path("results") : null;
    } catch (Answers.Denied e) {
      return Optional.empty();
    }
    return results == null || !results.isArray()
        ? Optional.empty()
        : Optional.of(found(results, limit));
  }

  private List<FoundImage> found(JsonNode results, int limit) {
    List<FoundImage> found = new ArrayList<>();
    for (JsonNode result : results) {
      String name = full(result.path("name").asString(""));
      if (name != null && found.size() < limit) {
        found.add(
            new FoundImage(
                name,
                Answers.quoted(result.path("description").asString("")),
                result.path("star_count").asLong(0),
                result.path("is_official").asBoolean(false) ? Origin.OFFICIAL : Origin.ANYBODY));
      }
    }
    return found;
  }

  private List<FoundImage> inCatalog(String term, int limit) {
    List<FoundImage> found = new ArrayList<>();
    Pages pages = new Pages(api, Scope.CATALOG, "does not list its repositories");
    pages.each(
        "/v2/_catalog?n=" + Pages.SIZE,
        "repositories",
        repository -> {
          String name = repository.contains(term) ? full(repository) : null;
          if (name != null) {
            found.add(new FoundImage(name, "", 0, Origin.ANYBODY));
          }
          return found.size() < limit;
        },
        attempts);
    return found;
  }

  /** The name of an image; null for what cannot be one, whatever the registry says. */
  private @Nullable String full(String repository) {
    try {
      return ImageReference.of(api.registry() + "/" + repository + ":any").name();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static JsonNode json(Response answer) throws IOException {
    byte[] text = answer.read(LARGEST_ANSWER);
    try {
      return JsonTree.read(text == null ? new byte[0] : text);
    } catch (JacksonException e) {
      return JsonTree.read("{}".getBytes(StandardCharsets.US_ASCII));
    }
  }
}
