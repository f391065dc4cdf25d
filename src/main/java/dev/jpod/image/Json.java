package dev.jpod.image;

import dev.jpod.json.JsonTree;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads JSON documents of images; every surprise is a refusal that names the document. */
final class Json {
  /** No index, manifest or configuration may be larger, in bytes. */
  static final int LIMIT = 4 << 20;

  private static final String HINT = "the image is damaged or was not made by an image tool";

  private Json() {}

  /** The document's object. */
  static JsonNode object(byte[] document, String what) {
    JsonNode node = parse(document, what);
    if (!node.isObject()) {
      throw wrong(what, "it is not a JSON object");
    }
    return node;
  }

  /** The document's array. */
  static JsonNode array(byte[] document, String what) {
    JsonNode node = parse(document, what);
    if (!node.isArray()) {
      throw wrong(what, "it is not a JSON array");
    }
    return node;
  }

  private static JsonNode parse(byte[] document, String what) {
    if (document.length > LIMIT) {
      throw wrong(what, "it has more than " + LIMIT + " bytes");
    }
    try {
      return JsonTree.read(document);
    } catch (JacksonException e) {
      throw wrong(what, "it is not valid JSON: " + JsonTree.complaint(e));
    }
  }

  static @Nullable String text(JsonNode object, String field, String what) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw wrong(what, "'" + field + "' is not a string");
    }
    return value.stringValue();
  }

  static String requiredText(JsonNode object, String field, String what) {
    String value = text(object, field, what);
    if (value == null) {
      throw wrong(what, "'" + field + "' is missing");
    }
    return value;
  }

  static Digest digest(JsonNode object, String field, String what) {
    return digest(requiredText(object, field, what), what);
  }

  static Digest digest(String text, String what) {
    try {
      return new Digest(text);
    } catch (IllegalArgumentException e) {
      throw wrong(what, e.getMessage());
    }
  }

  /** The elements of an array field; none when the field is absent or null. */
  static List<JsonNode> elements(JsonNode object, String field, String what) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(what, "'" + field + "' is not an array");
    }
    List<JsonNode> elements = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      elements.add(element);
    }
    return elements;
  }

  static List<String> texts(JsonNode object, String field, String what) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(object, field, what)) {
      if (!element.isString()) {
        throw wrong(what, "'" + field + "' has an element that is not a string");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  static Map<String, String> textMap(JsonNode object, String field, String what) {
    JsonNode value = member(object, field, what);
    Map<String, String> map = new LinkedHashMap<>();
    if (value != null) {
      for (String key : value.propertyNames()) {
        map.put(key, requiredText(value, key, what + ", " + field));
      }
    }
    return map;
  }

  /** The keys of an object that stands for a set, as in {@code {"80/tcp": {}}}. */
  static Set<String> keys(JsonNode object, String field, String what) {
    JsonNode value = member(object, field, what);
    return value == null ? Set.of() : new LinkedHashSet<>(value.propertyNames());
  }

  /** An object field; null when it is absent or null. */
  static @Nullable JsonNode member(JsonNode object, String field, String what) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw wrong(what, "'" + field + "' is not an object");
    }
    return value;
  }

  /** A count or size: a whole number that is not negative. */
  static long size(JsonNode object, String field, String what) {
    JsonNode value = object.get(field);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(what, "'" + field + "' is not a whole number");
    }
    if (value.longValue() < 0) {
      throw wrong(what, "'" + field + "' is negative");
    }
    return value.longValue();
  }

  static JpodException wrong(String what, @Nullable String why) {
    return JpodException.refused("cannot use " + what + ": " + why, HINT);
  }
}
