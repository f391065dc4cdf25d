package dev.jpod.store;

import dev.jpod.host.DurableFile;
import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A state file: one JSON object with a schema version. Every field that is missing or of another
 * type is an error that names the file.
 */
final class StateDocument {
  /** The version of all state files; a file with a higher one was written by a later jpod. */
  static final int SCHEMA = 1;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;
  private final JsonNode node;

  private StateDocument(Path file, JsonNode node) {
    this.file = file;
    this.node = node;
  }

  /** The content of a file, or null when there is no such file. */
  static @Nullable StateDocument read(Path file) {
    byte[] text = text(file);
    return text == null ? null : parse(file, text);
  }

  /** The text of a file, whatever it says, or null when there is no such file. */
  static byte @Nullable [] text(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be read");
    }
  }

  /** The document that stands in a text of a file. */
  static StateDocument parse(Path file, byte[] text) {
    JsonNode node;
    try {
      node = JsonTree.read(text);
    } catch (JacksonException e) {
      throw corrupt(file, "it is not valid JSON", e);
    }
    StateDocument document = new StateDocument(file, node);
    if (!node.isObject()) {
      throw document.corrupt("it is not a JSON object");
    }
    if (document.number("schema") > SCHEMA) {
      throw JpodException.refused(
          "'" + file + "' was written by a later version of jpod",
          "install at least the version that wrote it");
    }
    return document;
  }

  /** An object to fill, with the schema version in it. */
  static ObjectNode blank() {
    return JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
  }

  /** Replaces a file by the object, atomically and durably; only its owner may read it. */
  static void write(Path file, ObjectNode content) {
    try {
      DurableFile.write(file, bytes(content), OWNER_ONLY);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be written");
    }
  }

  /**
   * Writes a file that is not there yet. Atomic: a reader, and whoever comes after a killed writer,
   * finds all of it or nothing. It gets to the disk when the kernel sees fit.
   */
  static void writeSoon(Path file, ObjectNode content) {
    try {
      DurableFile.writeSoon(file, bytes(content), OWNER_ONLY);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be written");
    }
  }

  private static byte[] bytes(ObjectNode content) {
    return ended(JsonText.indented(content));
  }

  /** The object as one line. */
  static byte[] line(ObjectNode content) {
    return ended(JsonText.compact(content));
  }

  private static byte[] ended(byte[] text) {
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }

  static void put(ObjectNode target, String field, Map<String, String> map) {
    ObjectNode object = target.putObject(field);
    map.forEach(object::put);
  }

  static void put(ObjectNode target, String field, Collection<String> texts) {
    ArrayNode array = target.putArray(field);
    texts.forEach(array::add);
  }

  String text(String field) {
    String value = optionalText(field);
    if (value == null) {
      throw corrupt("'" + field + "' is missing");
    }
    return value;
  }

  @Nullable String optionalText(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw corrupt("'" + field + "' is not a text");
    }
    return value.stringValue();
  }

  long number(String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw corrupt("'" + field + "' is not a number");
    }
    return value.longValue();
  }

  @Nullable Long optionalNumber(String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? null : Long.valueOf(number(field));
  }

  int smallNumber(String field) {
    long value = number(field);
    if (value != (int) value) {
      throw corrupt("'" + field + "' is out of range");
    }
    return (int) value;
  }

  boolean flag(String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isBoolean()) {
      throw corrupt("'" + field + "' is neither true nor false");
    }
    return value.booleanValue();
  }

  Instant time(String field) {
    String value = text(field);
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw corrupt(file, "'" + field + "' is not a time", e);
    }
  }

  <E extends Enum<E>> E word(String field, Class<E> type) {
    String value = text(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(value)) {
        return constant;
      }
    }
    throw corrupt("'" + field + "' is '" + value + "'");
  }

  Map<String, String> texts(String field) {
    Map<String, String> texts = new TreeMap<>();
    StateDocument object = object(field);
    for (String name : object.node.propertyNames()) {
      texts.put(name, object.text(name));
    }
    return texts;
  }

  List<String> list(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(field)) {
      if (!element.isString()) {
        throw corrupt("'" + field + "' has something other than texts in it");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  List<StateDocument> objects(String field) {
    List<StateDocument> objects = new ArrayList<>();
    for (JsonNode element : array(field)) {
      if (!element.isObject()) {
        throw corrupt("'" + field + "' has something other than objects in it");
      }
      objects.add(new StateDocument(file, element));
    }
    return objects;
  }

  /** The objects of a list that files of earlier versions do not have. */
  List<StateDocument> objectsIfAny(String field) {
    return node.has(field) ? objects(field) : List.of();
  }

  Digest digest(String field) {
    String value = text(field);
    try {
      return new Digest(value);
    } catch (IllegalArgumentException e) {
      throw corrupt(file, "'" + field + "' is not a digest", e);
    }
  }

  StateDocument object(String field) {
    StateDocument object = optionalObject(field);
    if (object == null) {
      throw corrupt("'" + field + "' is missing");
    }
    return object;
  }

  @Nullable StateDocument optionalObject(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw corrupt("'" + field + "' is not an object");
    }
    return new StateDocument(file, value);
  }

  JpodException corrupt(String why) {
    return corrupt(file, why, null);
  }

  private JsonNode array(String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isArray()) {
      throw corrupt("'" + field + "' is not a list");
    }
    return value;
  }

  private static JpodException corrupt(Path file, String why, @Nullable Throwable cause) {
    return new JpodException(
        Failure.FAILED,
        "the state file '" + file + "' is damaged: " + why,
        "restore it from a backup; without one, move it out of the store and apply again",
        cause);
  }
}
