package dev.jpod.trust;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Public keys as a policy names them: by a file, or whole. */
public sealed interface KeyMaterial {
  /** Keys are small; nothing larger is read. */
  int LARGEST = 4 << 20;

  /**
   * The bytes of the keys.
   *
   * @throws JpodException of kind REFUSED when they cannot be read
   */
  byte[] read();

  /** A file that is read each time it is needed, so that changed keys count at once. */
  record KeyFile(Path path) implements KeyMaterial {
    @Override
    public byte[] read() {
      try (InputStream in = Files.newInputStream(path)) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length <= LARGEST) {
          return bytes;
        }
      } catch (IOException e) {
        throw new JpodException(
            Failure.REFUSED,
            "the file '" + path + "' with the keys of the image policy cannot be read",
            "put the file in its place, or correct the policy",
            e);
      }
      throw JpodException.refused(
          "the file '" + path + "' with the keys of the image policy has more than 4 MiB",
          "put only public keys there");
    }

    @Override
    public String toString() {
      return "the file '" + path + "'";
    }
  }

  /** Keys that stand in the policy itself. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record KeyBytes(byte[] bytes) implements KeyMaterial {
    @Override
    public byte[] read() {
      return bytes.clone();
    }

    @Override
    public String toString() {
      return "the key data of the policy";
    }
  }
}
