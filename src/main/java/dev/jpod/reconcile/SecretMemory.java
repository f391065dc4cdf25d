package dev.jpod.reconcile;

import dev.jpod.diff.Field;
import dev.jpod.engine.Containers;
import dev.jpod.observed.ObservedContainer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that a run has replaced, in memory until the run ends: should it be rolled back, they
 * are wanted again, and where they came from has other values by then.
 */
final class SecretMemory {
  private static final String KEYED = "hmac:";

  private final Fingerprints fingerprints;
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

  SecretMemory(Fingerprints fingerprints) {
    this.fingerprints = fingerprints;
  }

  /** The content with a fingerprint, or null when this run has not seen it. */
  byte @Nullable [] of(String fingerprint) {
    return contents.get(fingerprint);
  }

  /** Takes in the secrets that a container has been given, before they are replaced or removed. */
  void remember(ObservedContainer container, Containers containers) {
    container
        .applied()
        .forEach(
            (path, value) -> {
              if (value.startsWith(KEYED) && !contents.containsKey(value)) {
                if (path.startsWith(Field.SECRET_CONTENT.path())) {
                  String target = path.substring(Field.SECRET_CONTENT.path().length());
                  accept(value, containers.secretFile(container.id(), target));
                } else if (path.startsWith(Field.ENV.path())) {
                  String name = path.substring(Field.ENV.path().length());
                  acceptVariable(value, containers.secretVariable(container.id(), name));
                }
              }
            });
  }

  private void acceptVariable(String fingerprint, @Nullable String value) {
    if (value != null) {
      accept(fingerprint, value.getBytes(StandardCharsets.UTF_8));
      // A variable has lost the end of its last line, which the fingerprint counts.
      accept(fingerprint, (value + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void accept(String fingerprint, byte @Nullable [] content) {
    if (content != null && fingerprints.ofSecret(content).equals(fingerprint)) {
      contents.put(fingerprint, content);
    }
  }
}
