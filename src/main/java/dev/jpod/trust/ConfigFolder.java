package dev.jpod.trust;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a user keeps settings that container tools share. */
final class ConfigFolder {
  private ConfigFolder() {}

  /** {@code containers} below XDG_CONFIG_HOME or {@code ~/.config}; null without a home. */
  static @Nullable Path ofUser(Map<String, String> environment) {
    String settings = environment.get("XDG_CONFIG_HOME");
    if (settings != null && settings.startsWith("/")) {
      return Path.of(settings, "containers");
    }
    String home = environment.get("HOME");
    return home == null || !home.startsWith("/") ? null : Path.of(home, ".config", "containers");
  }
}
