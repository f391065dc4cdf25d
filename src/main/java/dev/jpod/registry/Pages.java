package dev.jpod.registry;

import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Lists that a registry gives in parts, each of which says in its {@code Link} header (RFC 8288)
 * where the next one is.
 *
 * @param refusal what the registry does not do, after its name
 */
record Pages(RegistryApi api, Scope scope, String refusal) {
  /** How many entries a page should have. */
  static final int SIZE = 500;

  private static final int MOST = 2000;
  private static final int LARGEST = 8 << 20;
  private static final Pattern NEXT =
      Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?", Pattern.CASE_INSENSITIVE);

  private record Page(List<String> texts, @Nullable URI next) {}

  /**
   * Hands on the texts of a field, page by page.
   *
   * @param taker says whether it wants more
   */
  void each(String path, String field, Predicate<String> taker, Attempts attempts) {
    URI place = attempts.repeat(() -> api.uri(path));
    for (int pages = 0; place != null; pages++) {
      if (pages == MOST) {
        throw endless();
      }
      URI current = place;
      Page page = attempts.repeat(() -> page(current, field));
      attempts.progressed();
      for (String text : page.texts()) {
        if (!taker.test(text)) {
          return;
        }
      }
      place = current.equals(page.next()) ? null : page.next();
    }
  }

  private Page page(URI place, String field) throws IOException {
    try (Response answer = api.send(Request.get(place), scope)) {
      Answers.requireSuccess(answer, api.registry(), refusal);
      byte[] text = answer.read(LARGEST);
      JsonNode entries = text == null ? null : parsed(text).path(field);
      if (entries == null || !(entries.isArray() || entries.isNull())) {
        throw new ProtocolException("its list is none");
      }
      List<String> texts = new ArrayList<>();
      for (JsonNode entry : entries) {
        texts.add(entry.asString(""));
      }
      return new Page(texts, next(answer, place));
    }
  }

  private static JsonNode parsed(byte[] text) throws IOException {
    try {
      return JsonTree.read(text);
    } catch (JacksonException e) {
      throw new ProtocolException("its list is not JSON");
    }
  }

  /** The registry's own pages only: what it says of other hosts is not followed. */
  private @Nullable URI next(Response answer, URI place) {
    for (String link : answer.headers("Link")) {
      Matcher next = NEXT.matcher(link);
      if (next.find()) {
        try {
          URI target = place.resolve(URI.create(next.group(1)));
          // Behind a proxy a registry may not know its own scheme and host.
          return URI.create(
              place.getScheme()
                  + "://"
                  + place.getRawAuthority()
                  + target.getRawPath()
                  + query(target));
        } catch (IllegalArgumentException e) {
          return null;
        }
      }
    }
    return null;
  }

  private static String query(URI target) {
    return target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
  }

  private JpodException endless() {
    return new JpodException(
        Failure.REFUSED,
        "the list of the registry '" + api.registry() + "' has no end",
        "its operator has to repair that");
  }
}
