package dev.jpod.cli;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The host's settings in {@code /etc/jpod/config.yaml} and the user's own, which win. */
final class ConfigurationFile {
  /** What may stand in it. */
  static final List<String> KEYS =
      List.of(
          "root",
          "runroot",
          "runtime",
          "layerLimit",
          "storageDriver",
          "registryTimeout",
          "rootlessNetwork",
          "unavailableLimits");

  private static final int LARGEST = 64 << 10;

  private final Map<String, String> values;

  private ConfigurationFile(Map<String, String> values) {
    this.values = values;
  }

  /** The value of one of {@link #KEYS}, or null when no file has it. */
  @Nullable String value(String key) {
    return values.get(key);
  }

  /**
   * Reads the files that are there, later ones over earlier ones.
   *
   * @throws JpodException that names the line when a file has anything but {@link #KEYS}
   */
  static ConfigurationFile read(List<Path> files) {
    Map<String, String> values = new HashMap<>();
    for (Path file : files) {
      String text = text(file);
      if (text != null) {
        take(file, text, values);
      }
    }
    return new ConfigurationFile(values);
  }

  private static @Nullable String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw JpodException.failed(
            "the configuration file '" + file + "' is larger than 64 KiB", "correct the file");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (CharacterCodingException e) {
      throw JpodException.failed(
          "the configuration file '" + file + "' is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      throw IoFailure.of("the configuration file could not be read", file, e);
    }
  }

  private static void take(Path file, String text, Map<String, String> values) {
    Node root = compose(file, text);
    if (root == null) {
      return;
    }
    if (!(root instanceof MappingNode mapping)) {
      throw wrong(file, root.getStartMark(), "a mapping of settings is wanted here");
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = scalar(file, entry.getKeyNode());
      if (!KEYS.contains(key)) {
        throw wrong(file, entry.getKeyNode().getStartMark(), "there is no setting '" + key + "'");
      }
      values.put(key, scalar(file, entry.getValueNode()));
    }
  }

  private static @Nullable Node compose(Path file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      return new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      throw wrong(file, e.getProblemMark(), String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      throw wrong(file, null, String.valueOf(e.getMessage()));
    }
  }

  private static String scalar(Path file, Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw wrong(file, node.getStartMark(), "a single value is wanted here");
  }

  private static JpodException wrong(Path file, @Nullable Mark mark, String what) {
    String place = mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    return JpodException.failed(
        file + place + ": " + what, "the settings are " + String.join(", ", KEYS));
  }
}
