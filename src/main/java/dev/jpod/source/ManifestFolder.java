package dev.jpod.source;

import dev.jpod.source.ManifestSource.Depth;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The manifests in a folder. */
final class ManifestFolder {
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  private final Path top;
  private final Depth depth;

  ManifestFolder(Path top, Depth depth) {
    this.top = top;
    this.depth = depth;
  }

  /** Its manifests by their paths. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    collect(top, files);
    files.sort(null);
    return files;
  }

  private void collect(Path folder, List<Path> files) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (name.startsWith(".")) {
          continue;
        }
        if (depth == Depth.RECURSIVE && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          collect(entry, files);
        } else if (isManifest(name) && Files.isRegularFile(entry)) {
          files.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw ManifestSource.unreadable(folder.toString(), Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw ManifestSource.unreadable(folder.toString(), e);
    }
  }

  private static boolean isManifest(String name) {
    for (String ending : ENDINGS) {
      if (name.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }
}
