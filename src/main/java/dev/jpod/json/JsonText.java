package dev.jpod.json;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * Writes Jackson's tree as JSON by Jackson's generator, without an {@code ObjectMapper}, which
 * takes as long to make as ten containers' files to write.
 */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** The text in UTF-8, on one line without its end. */
  public static byte[] compact(JsonNode node) {
    return write(node, ObjectWriteContext.empty());
  }

  /** The text in UTF-8, over several lines without the last one's end. */
  public static byte[] indented(JsonNode node) {
    return write(node, new Indented());
  }

  private static byte[] write(JsonNode node, ObjectWriteContext context) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(context, bytes)) {
      write(node, generator);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonNode node, JsonGenerator generator) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        generator.writeStartObject();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          generator.writeName(field.getKey());
          write(field.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case ARRAY -> {
        generator.writeStartArray();
        for (JsonNode element : node) {
          write(element, generator);
        }
        generator.writeEndArray();
      }
      case STRING -> generator.writeString(node.stringValue());
      case BOOLEAN -> generator.writeBoolean(node.booleanValue());
      case NULL -> generator.writeNull();
      case NUMBER -> writeNumber(node, generator);
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("JSON has no " + node.getNodeType());
    }
  }

  private static void writeNumber(JsonNode node, JsonGenerator generator) {
    switch (node.numberType()) {
      case INT -> generator.writeNumber(node.intValue());
      case LONG -> generator.writeNumber(node.longValue());
      case BIG_INTEGER -> generator.writeNumber(node.bigIntegerValue());
      case BIG_DECIMAL -> generator.writeNumber(node.decimalValue());
      case FLOAT, DOUBLE -> generator.writeNumber(node.doubleValue());
    }
  }
}
