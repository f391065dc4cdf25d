package dev.jpod.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON into Jackson's tree. What is plain is read without Jackson's parser, which takes
 * longer to load than a whole store to read; all else, and all that is wrong, is Jackson's.
 */
public final class JsonTree {
  private JsonTree() {}

  /** Loaded when it is needed. */
  private static final class Jackson {
    static final JsonMapper STRICT =
        JsonMapper.builder(
                JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
  }

  /**
   * Reads a text that holds exactly one value, in UTF-8.
   *
   * @throws JacksonException when it is not JSON, has a name twice in one object, is nested deeper
   *     than Jackson allows, or goes on behind the value
   */
  public static JsonNode read(byte[] text) {
    JsonNode plain = PlainJson.read(text);
    return plain == null ? mapped(text) : plain;
  }

  /** What Jackson reads. */
  static JsonNode mapped(byte[] text) {
    JsonNode node = Jackson.STRICT.readTree(text);
    if (node.isMissingNode()) {
      throw new StreamReadException(null, "there is nothing");
    }
    return node;
  }

  /** What is wrong with a text that is not JSON and, where Jackson knows, at which place. */
  public static String complaint(JacksonException problem) {
    String words = problem.getOriginalMessage();
    // In parentheses Jackson names a second place by its source, which it does not show.
    int source = words.indexOf("[Source:");
    if (source >= 0) {
      words = words.substring(0, Math.max(0, words.lastIndexOf(" (", source)));
    }
    TokenStreamLocation place = problem.getLocation();
    return place == null
        ? words
        : words + " at line " + place.getLineNr() + ", column " + place.getColumnNr();
  }
}
