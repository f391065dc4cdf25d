package dev.jpod.engine;

import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The secrets that a container has been given. */
final class HeldSecrets {
  private HeldSecrets() {}

  /** Null when it is not there, as after a reboot. */
  static byte @Nullable [] file(ContainerFiles files, String target) {
    try {
      return Files.readAllBytes(GrantedFiles.place(files, target, Sensitivity.SECRET));
    } catch (IOException e) {
      return null;
    }
  }

  static @Nullable String variable(ContainerFiles files, String name) {
    String prefix = name + "=";
    try {
      for (JsonNode entry : Bundle.read(files).path("process").path("env")) {
        String text = entry.stringValue("");
        if (text.startsWith(prefix)) {
          return text.substring(prefix.length());
        }
      }
    } catch (JpodException e) {
      return null;
    }
    return null;
  }
}
