package dev.jpod.engine;

import dev.jpod.host.NodeStatus;
import dev.jpod.host.OverlayMarks;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image's root file system as its unpacked layers show it, without mounting them; or that of a
 * running container, which is one layer. Both are hostile: symbolic links are followed within only.
 */
final class ImageView {
  private static final int LONGEST_FILE = 4 << 20;
  private static final int MOST_LINKS = 40;

  private final List<Path> layers;

  /** A view of layers, the highest first. */
  ImageView(List<Path> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * The text of a regular file; empty when there is none.
   *
   * @throws JpodException for anything else of that name: the runtime would wait for ever for what
   *     a pipe says, and a file too large to be read is nothing to go by
   */
  String text(String path) throws IOException {
    Place place = find(path);
    if (place == null || place.folders() != null || place.file() == null) {
      return "";
    }
    Path file = place.file();
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw JpodException.refused(
          "'" + path + "' in the image is not a regular file", "use an image where it is one");
    }
    if (Files.size(file) > LONGEST_FILE) {
      throw JpodException.refused(
          "'" + path + "' in the image has more than " + LONGEST_FILE + " bytes",
          "use an image where it is smaller");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  /** Where a file that is no folder lies on the host; null when there is none. */
  @Nullable Path file(String path) throws IOException {
    Place place = find(path);
    return place == null ? null : place.file();
  }

  /** The path of a folder with every link in it resolved; null when there is no such folder. */
  @Nullable String folder(String path) throws IOException {
    Place place = find(path);
    return place == null || place.folders() == null ? null : place.path();
  }

  /**
   * Where a path leads.
   *
   * @param folders the layers' folders that make it up, or null when it is not a folder
   * @param file the file, when it is one
   */
  private record Place(String path, @Nullable List<Path> folders, @Nullable Path file) {}

  private @Nullable Place find(String path) throws IOException {
    Deque<String> rest = new ArrayDeque<>(List.of(path.split("/", -1)));
    Deque<Place> way = new ArrayDeque<>();
    Place root = new Place("", layers, null);
    Place here = root;
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        here = way.isEmpty() ? root : way.pop();
        continue;
      }
      Place next = here.folders() == null ? null : entry(here, here.folders(), name);
      if (next == null) {
        return null;
      }
      if (next.file() != null && Files.isSymbolicLink(next.file())) {
        if (++links > MOST_LINKS) {
          return null;
        }
        String target = Files.readSymbolicLink(next.file()).toString();
        if (target.startsWith("/")) {
          way.clear();
          here = root;
        }
        List.of(target.split("/", -1)).reversed().forEach(rest::push);
        continue;
      }
      way.push(here);
      here = next;
    }
    return here;
  }

  /** An entry of a folder that several layers make up: the highest layer that has it decides. */
  private static @Nullable Place entry(Place folder, List<Path> parts, String name)
      throws IOException {
    String path = folder.path() + "/" + name;
    List<Path> folders = new ArrayList<>();
    for (Path part : parts) {
      Path entry = part.resolve(name);
      if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (!folders.isEmpty() && OverlayMarks.isOpaque(folders.getLast())) {
        break;
      }
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        folders.add(entry);
        continue;
      }
      if (folders.isEmpty() && !isWhiteout(entry)) {
        return new Place(path, null, entry);
      }
      break;
    }
    return folders.isEmpty() ? null : new Place(path, folders, null);
  }

  private static boolean isWhiteout(Path entry) throws IOException {
    NodeStatus status = NodeStatus.of(entry, LinkOption.NOFOLLOW_LINKS);
    return status.isCharacterDevice() && status.device() == 0;
  }
}
