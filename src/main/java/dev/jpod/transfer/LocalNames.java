package dev.jpod.transfer;

import dev.jpod.image.ImagePick;
import dev.jpod.model.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What images of files and folders are called in the store. */
final class LocalNames {
  private LocalNames() {}

  /**
   * The names for a name in a layout: itself when it is a whole one, {@code localhost/FOLDER:TAG}
   * when it is a bare tag; none when the folder's name cannot be that of a repository.
   */
  static List<ImageReference> of(Path path, ImagePick pick) {
    return switch (pick) {
      case ImagePick.Named named -> {
        ImageReference name = isWhole(named.name()) ? null : byPath(path, named.name());
        yield name == null ? List.of() : List.of(name);
      }
      case ImagePick.Every _, ImagePick.Only _, ImagePick.At _ -> List.of();
    };
  }

  private static boolean isWhole(String name) {
    return name.indexOf('/') >= 0 || name.indexOf(':') >= 0;
  }

  private static @Nullable ImageReference byPath(Path path, String tag) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    for (String ending : List.of(".gz", ".zst", ".tar")) {
      name = name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
    }
    try {
      return ImageReference.of("localhost/" + name + ":" + tag);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
