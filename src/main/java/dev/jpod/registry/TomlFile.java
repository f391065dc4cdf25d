package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** A file with settings in TOML. */
record TomlFile(Path path, JsonNode root) {
  private static final long LARGEST = 4 << 20;

  /** Reads a file; null when there is none. */
  static @Nullable TomlFile read(Path path) {
    try {
      if (Files.size(path) > LARGEST) {
        throw new IOException("it is larger than " + (LARGEST >> 20) + " MiB");
      }
      return new TomlFile(path, new TomlMapper().readTree(Files.readAllBytes(path)));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw unreadable(path, String.valueOf(e.getMessage()), e);
    } catch (JacksonException e) {
      // The parser means the place after the token that is wrong, maybe on the next line.
      TokenStreamLocation place = e.getLocation();
      String line =
          place == null || place.getLineNr() < 1 ? "" : "near line " + place.getLineNr() + ": ";
      throw unreadable(path, line + Answers.quoted(e.getOriginalMessage()), e);
    }
  }

  private static JpodException unreadable(Path path, String why, Exception cause) {
    return new JpodException(
        Failure.FAILED,
        "the settings for registries in '" + path + "' cannot be read: " + why,
        "repair the file: see containers-registries.conf(5)",
        cause);
  }

  /** Something in the file that must be otherwise. */
  JpodException wrong(String what, String hint) {
    return JpodException.failed("'" + path + "' " + what, hint);
  }

  /** A text; empty when it is not there. */
  String text(JsonNode table, String key) {
    JsonNode value = table.path(key);
    if (value.isMissingNode()) {
      return "";
    }
    if (!value.isString()) {
      throw wrong("has a '" + key + "' that is not a text", "write it in quotes");
    }
    return value.asString();
  }

  /** Texts; null when they are not there. */
  @Nullable List<String> texts(JsonNode table, String key) {
    JsonNode values = table.path(key);
    if (values.isMissingNode()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isString()) {
        throw wrong("has a '" + key + "' that is not a list of texts", "write [\"TEXT\", ...]");
      }
      texts.add(value.asString());
    }
    if (!values.isArray()) {
      throw wrong("has a '" + key + "' that is not a list of texts", "write [\"TEXT\", ...]");
    }
    return texts;
  }

  /** Whether something is said to be so. */
  boolean flag(JsonNode table, String key) {
    JsonNode value = table.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw wrong("has a '" + key + "' that is neither true nor false", "write it without quotes");
    }
    return value.asBoolean(false);
  }

  /** The tables of a list. */
  List<JsonNode> tables(JsonNode list, String name) {
    List<JsonNode> tables = new ArrayList<>();
    if (!list.isMissingNode() && !list.isArray()) {
      throw wrong("has a '" + name + "' that is not a list of tables", "write [[" + name + "]]");
    }
    for (JsonNode table : list) {
      if (!table.isObject()) {
        throw wrong("has a '" + name + "' that is not a list of tables", "write [[" + name + "]]");
      }
      tables.add(table);
    }
    return tables;
  }
}
