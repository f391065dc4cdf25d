package dev.jpod.image;

import dev.jpod.model.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;

/**
 * Short names of layers: the options of a mount call have 4096 bytes, which 120 whole paths exceed
 * and 120 times {@code l/0123456789abcdef} do not.
 */
record ShortLinks(Path layers) {
  static final String FOLDER = "l";

  private static final int SHORTEST = 16;

  /** The layer's short path relative to the folder of all layers; makes the link when missing. */
  String ensure(Digest chainId) throws IOException {
    Path target = Path.of("..", chainId.hex(), "diff");
    for (int length = SHORTEST; length <= chainId.hex().length(); length *= 2) {
      String path = FOLDER + "/" + chainId.hex().substring(0, length);
      if (pointsTo(layers.resolve(path), target)) {
        return path;
      }
    }
    throw new IOException("the short links of layer '" + chainId + "' point to other layers");
  }

  private static boolean pointsTo(Path link, Path target) throws IOException {
    try {
      return Files.readSymbolicLink(link).equals(target);
    } catch (NoSuchFileException e) {
      try {
        Files.createSymbolicLink(link, target);
      } catch (FileAlreadyExistsException raced) {
        return Files.readSymbolicLink(link).equals(target);
      }
      return true;
    } catch (NotLinkException e) {
      return false;
    }
  }

  /** Removes the links of a layer; idempotent. */
  void remove(Digest chainId) throws IOException {
    Path target = Path.of("..", chainId.hex(), "diff");
    for (int length = SHORTEST; length <= chainId.hex().length(); length *= 2) {
      Path link = layers.resolve(FOLDER).resolve(chainId.hex().substring(0, length));
      if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
        Files.delete(link);
      }
    }
  }
}
