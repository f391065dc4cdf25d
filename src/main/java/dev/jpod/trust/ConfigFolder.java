package dev.jpod.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where a user keeps settings that container tools share. */
final class ConfigFolder {
  private ConfigFolder() {}

  /**
   * {@code containers} below XDG_CONFIG_HOME, then below {@code ~/.config}: that one is the only
   * place that most versions of the other tools know for what is read here.
   */
  static List<Path> ofUser(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    String settings = environment.get("XDG_CONFIG_HOME");
    if (settings != null && settings.startsWith("/")) {
      folders.add(Path.of(settings, "containers"));
    }
    String home = environment.get("HOME");
    if (home != null && home.startsWith("/")) {
      folders.add(Path.of(home, ".config", "containers"));
    }
    return folders;
  }
}
