package dev.jpod.trust;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An object of JSON whose fields are all known. What is wrong with it is an {@link
 * IllegalArgumentException} that names the place in the document.
 */
record StrictObject(JsonNode json, String place) {
  /** The object at a place, which must have no fields but these. */
  static StrictObject of(@Nullable JsonNode node, String place, Set<String> known) {
    StrictObject object = open(node, place);
    for (String field : object.json.propertyNames()) {
      if (!known.contains(field)) {
        throw object.wrong("there is no field '" + field + "' here");
      }
    }
    return object;
  }

  /** An object whose fields are names that somebody chose. */
  static StrictObject open(@Nullable JsonNode node, String place) {
    if (node == null || !node.isObject()) {
      throw new IllegalArgumentException(place + ": an object is wanted here");
    }
    return new StrictObject(node, place);
  }

  boolean has(String field) {
    return json.get(field) != null;
  }

  /** A string that must be there. */
  String text(String field) {
    return text(json.get(field), field);
  }

  /** The strings of an array that must be there and hold at least one. */
  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(json.get(field), field)) {
      texts.add(text(element, field));
    }
    return texts;
  }

  /** The bytes that a string has in base 64. */
  byte[] bytes(String field, String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw wrong("'" + field + "' is not base 64");
    }
  }

  IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(place + ": " + what);
  }

  private String text(@Nullable JsonNode value, String field) {
    if (value == null || !value.isString()) {
      throw wrong("'" + field + "' has to be a string");
    }
    return value.stringValue();
  }

  private List<JsonNode> elements(@Nullable JsonNode value, String field) {
    if (value == null || !value.isArray() || value.isEmpty()) {
      throw wrong("'" + field + "' has to be a list that is not empty");
    }
    List<JsonNode> elements = new ArrayList<>();
    value.forEach(elements::add);
    return elements;
  }
}
