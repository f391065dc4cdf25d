package dev.jpod.cli;

import dev.jpod.json.Indented;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Results for programs: one JSON document, or one object per line where results keep coming. */
final class JsonOutput {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonOutput() {}

  /** Writes one document, indented, and ends the line. */
  static void document(Output out, Consumer<JsonGenerator> content) {
    write(out, new Indented(), content);
  }

  /** Writes one document, indented, that is an array of objects with these fields. */
  static <T> void array(Output out, List<T> items, BiConsumer<JsonGenerator, T> fields) {
    document(
        out,
        json -> {
          json.writeStartArray();
          for (T item : items) {
            json.writeStartObject();
            fields.accept(json, item);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** Writes one document on one line. */
  static void line(Output out, Consumer<JsonGenerator> content) {
    write(out, ObjectWriteContext.empty(), content);
  }

  private static void write(
      Output out, ObjectWriteContext context, Consumer<JsonGenerator> content) {
    try (JsonGenerator json = FACTORY.createGenerator(context, out)) {
      content.accept(json);
    }
    out.text("\n");
  }
}
