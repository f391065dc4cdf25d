package dev.jpod.store;

import dev.jpod.host.DurableFile;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secret under which a store keeps fingerprints of secrets: 32 random bytes in a file that only
 * its owner can read. A store without it only has to compare its secrets anew.
 */
public final class StoreKey {
  private static final int LENGTH = 32;

  private final Path file;

  public StoreKey(StoreLayout layout) {
    this.file = layout.root().resolve("key");
  }

  /** The key, or null when this store has none yet. Changes nothing. */
  public byte @Nullable [] read() {
    try {
      byte[] key = Files.readAllBytes(file);
      if (key.length != LENGTH) {
        throw JpodException.failed(
            "the store's key '" + file + "' has " + key.length + " bytes instead of " + LENGTH,
            "restore it from a backup, or delete it: every secret then counts as changed");
      }
      return key;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw JpodException.failed(
          "the store's key '" + file + "' could not be read: " + e.getMessage(),
          "run jpod as the user that owns the store");
    }
  }

  /** The key; made and kept when this store has none yet. */
  public byte[] readOrCreate() {
    byte[] existing = read();
    if (existing != null) {
      return existing;
    }
    byte[] key = random();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      DurableFile.write(
          file, key, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    } catch (IOException e) {
      throw JpodException.failed(
          "the store's key '" + file + "' could not be written: " + e.getMessage(),
          "check that the store's folder is writable and its disk not full");
    }
    return key;
  }

  /** A key that fits no fingerprint made so far. */
  public static byte[] random() {
    byte[] key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
