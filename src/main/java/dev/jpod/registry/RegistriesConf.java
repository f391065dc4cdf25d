package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.ShortNames.Mode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all files of registries.conf say together: the main file and then the additions, each of
 * which overrules those before it, as containers-registries.conf.d(5) has it.
 */
record RegistriesConf(Map<String, RegistryRule> rules, ShortNames shortNames) {
  RegistriesConf {
    rules = Map.copyOf(rules);
  }

  /** Reads all files. */
  static RegistriesConf read(RegistrySettings settings) {
    Map<String, RegistryRule> rules = new LinkedHashMap<>();
    Map<String, String> aliases = new HashMap<>();
    List<String> searched = null;
    Mode mode = Mode.PERMISSIVE;
    for (Path path : files(settings)) {
      TomlFile text = TomlFile.read(path);
      if (text == null) {
        continue;
      }
      RegistriesFile file = RegistriesFile.of(text);
      rules.putAll(file.rules());
      aliases.putAll(file.aliases());
      searched = file.searched() == null ? searched : file.searched();
      mode = file.mode() == null ? mode : file.mode();
    }
    TomlFile recorded = TomlFile.read(settings.recordedAliases());
    if (recorded != null) {
      aliases.putAll(RegistriesFile.of(recorded).aliases());
    }
    aliases.values().removeIf(String::isEmpty);
    List<String> registries = searched == null ? List.of(Endpoint.DOCKER_HUB) : searched;
    return new RegistriesConf(rules, new ShortNames(aliases, registries, mode));
  }

  private static List<Path> files(RegistrySettings settings) {
    Path named = settings.place("CONTAINERS_REGISTRIES_CONF");
    if (named != null && !Files.exists(named)) {
      throw JpodException.failed(
          "there is no file '" + named + "', which CONTAINERS_REGISTRIES_CONF names",
          "correct the variable, or unset it");
    }
    List<Path> files = new ArrayList<>();
    List<Path> main = settings.registriesConf();
    for (Path file : main) {
      if (Files.exists(file)) {
        files.add(file);
        break;
      }
    }
    boolean isUsers = main.size() > 1 && files.contains(main.getFirst());
    List<Path> folders = settings.registriesConfFolders();
    for (Path folder : isUsers ? folders.subList(1, folders.size()) : folders) {
      files.addAll(additions(folder));
    }
    return files;
  }

  private static List<Path> additions(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.conf")) {
      for (Path entry : entries) {
        if (!Files.isDirectory(entry)) {
          files.add(entry);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new JpodException(
          Failure.FAILED,
          "the settings for registries in '" + folder + "' cannot be read: " + e.getMessage(),
          "see who may read that folder",
          e);
    }
    Collections.sort(files);
    return files;
  }

  /** The rule with the longest prefix of an image's name; null when there is none. */
  @Nullable RegistryRule ruleOf(ImageReference image) {
    RegistryRule longest = null;
    for (RegistryRule rule : rules.values()) {
      if (rule.covers(image)
          && (longest == null || rule.prefix().length() > longest.prefix().length())) {
        longest = rule;
      }
    }
    return longest;
  }
}
