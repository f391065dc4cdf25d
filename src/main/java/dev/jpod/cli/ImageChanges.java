package dev.jpod.cli;

import dev.jpod.json.JsonTree;
import dev.jpod.model.ImageConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The instructions of a Dockerfile that say something about an image's containers. */
final class ImageChanges {
  private static final String OPTION = "--change";

  private final List<String> env;
  private final Set<String> volumes;
  private final Set<String> ports;
  private final Map<String, String> labels;
  private List<String> entrypoint;
  private List<String> cmd;
  private @Nullable String workingDir;
  private @Nullable String user;
  private @Nullable String stopSignal;

  private ImageChanges(ImageConfig config) {
    this.env = new ArrayList<>(config.env());
    this.volumes = new LinkedHashSet<>(config.volumes());
    this.ports = new LinkedHashSet<>(config.exposedPorts());
    this.labels = new LinkedHashMap<>(config.labels());
    this.entrypoint = config.entrypoint();
    this.cmd = config.cmd();
    this.workingDir = config.workingDir();
    this.user = config.user();
    this.stopSignal = config.stopSignal();
  }

  /** The configuration after the instructions, in their order. */
  static ImageConfig apply(List<String> instructions, ImageConfig config) {
    ImageChanges changes = new ImageChanges(config);
    for (String instruction : instructions) {
      changes.take(instruction);
    }
    return new ImageConfig(
        changes.entrypoint,
        changes.cmd,
        changes.env,
        changes.workingDir,
        changes.user,
        changes.volumes,
        changes.ports,
        changes.labels,
        changes.stopSignal,
        config.healthCheck(),
        config.os(),
        config.architecture());
  }

  private void take(String instruction) {
    String text = instruction.strip();
    int blank = text.indexOf(' ');
    if (blank < 0) {
      throw wrong(instruction);
    }
    String value = text.substring(blank + 1).strip();
    switch (text.substring(0, blank).toUpperCase(Locale.ROOT)) {
      case "CMD" -> cmd = command(value, instruction);
      case "ENTRYPOINT" -> entrypoint = command(value, instruction);
      case "ENV" -> env.add(assignment(value, instruction));
      case "EXPOSE" -> ports.add(value.indexOf('/') < 0 ? value + "/tcp" : value);
      case "LABEL" -> label(assignment(value, instruction));
      case "STOPSIGNAL" -> stopSignal = value;
      case "USER" -> user = value;
      case "VOLUME" ->
          volumes.addAll(value.startsWith("[") ? list(value, instruction) : List.of(value));
      case "WORKDIR" -> workingDir = value;
      default -> throw wrong(instruction);
    }
  }

  private void label(String assignment) {
    int equals = assignment.indexOf('=');
    labels.put(assignment.substring(0, equals), assignment.substring(equals + 1));
  }

  /** A JSON array is an argument list; anything else is a line for the shell. */
  private static List<String> command(String value, String instruction) {
    return value.startsWith("[") ? list(value, instruction) : List.of("/bin/sh", "-c", value);
  }

  private static List<String> list(String value, String instruction) {
    List<String> words = new ArrayList<>();
    try {
      for (JsonNode word : JsonTree.read(value.getBytes(StandardCharsets.UTF_8))) {
        if (!word.isString()) {
          throw wrong(instruction);
        }
        words.add(word.stringValue());
      }
    } catch (JacksonException e) {
      throw wrong(instruction);
    }
    return words;
  }

  /** {@code NAME=value}, or {@code NAME value} as of old. */
  private static String assignment(String value, String instruction) {
    int equals = value.indexOf('=');
    int blank = value.indexOf(' ');
    if (equals > 0 && (blank < 0 || equals < blank)) {
      return value.substring(0, equals + 1) + unquoted(value.substring(equals + 1));
    }
    if (blank < 0 || equals == 0) {
      throw wrong(instruction);
    }
    return value.substring(0, blank) + "=" + unquoted(value.substring(blank + 1).strip());
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(0) == value.charAt(value.length() - 1);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static RuntimeException wrong(String instruction) {
    return Arguments.wrong(
        OPTION,
        instruction,
        "an instruction such as 'CMD [\"httpd\", \"-f\"]' or 'ENV NAME=value'");
  }
}
