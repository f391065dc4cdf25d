package dev.jpod.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/** The packaged jpod at a place from which every user can start it. */
final class Distribution {
  private Distribution() {}

  /**
   * Its folder: where it was packaged if that is open to all, else a copy that ends with the tests.
   */
  static Path ofEverybody() {
    return Place.PATH;
  }

  private static final class Place {
    static final Path PATH = find(Path.of(System.getProperty("jpod.home")).toAbsolutePath());

    private static Path find(Path packaged) {
      try {
        return isOpen(packaged) ? packaged : copy(packaged);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("'" + packaged + "' cannot be copied", e);
      }
    }

    private static boolean isOpen(Path folder) throws IOException {
      for (Path each = folder; each != null; each = each.getParent()) {
        if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    }

    private static Path copy(Path packaged) throws IOException, InterruptedException {
      Path folder = Files.createTempDirectory("jpod-it-");
      OrdinaryUser.asRoot(List.of("chmod", "755", folder.toString())).well();
      OrdinaryUser.asRoot(List.of("cp", "-a", packaged.toString(), folder + "/jpod")).well();
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .unstarted(
                      () -> {
                        try {
                          OrdinaryUser.asRoot(List.of("rm", "-r", folder.toString()));
                        } catch (IOException | InterruptedException e) {
                          throw new IllegalStateException(e);
                        }
                      }));
      return folder.resolve("jpod");
    }
  }
}
