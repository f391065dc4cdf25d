package dev.jpod.image;

import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Imports a tar in a process of its own: {@code ROOT TAR NAME}. */
final class StoreProgram {
  private StoreProgram() {}

  public static void main(String[] arguments) throws IOException {
    ImageStore store = ImageStore.open(Path.of(arguments[0]));
    try (InputStream tar = Files.newInputStream(Path.of(arguments[1]))) {
      Image image =
          store.importRootfs(tar, ImageReference.of(arguments[2]), ImportOptions.at(Instant.EPOCH));
      System.out.println(image.id());
    }
  }
}
