package dev.jpod.podman;

import dev.jpod.model.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** The documents that a store keeps beside the record of an image, by the names it gives them. */
record StorageFiles(Path folder) {
  private static final int LARGEST = 4 << 20;

  byte[] read(String name) {
    return Documents.read(file(name), LARGEST);
  }

  /** A document that has to have a digest. */
  byte[] read(String name, Digest digest) {
    byte[] content = read(name);
    if (!Documents.digestOf(content).equals(digest)) {
      throw Documents.wrong(file(name), "it does not have the digest '" + digest + "'");
    }
    return content;
  }

  /** A name with characters that might mean something to a file system is written in base 64. */
  private Path file(String name) {
    boolean plain = name.matches("[a-z0-9-]+");
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return folder.resolve(plain ? name : "=" + Base64.getEncoder().encodeToString(bytes));
  }
}
