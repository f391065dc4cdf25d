package dev.jpod.transfer;

import dev.jpod.image.ImagePick;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what containers-transports(5) describes.
 *
 * @param directory what a path is relative to
 */
record LocationText(Path directory) {
  private static final String REGISTRY = "docker://";
  private static final String TRANSPORTS =
      "docker://, oci:, oci-archive:, docker-archive:, dir: or containers-storage:";

  /** As containers/image takes the names in a layout: words, parted by single marks and slashes. */
  private static final Pattern LAYOUT_NAME =
      Pattern.compile(
          "[A-Za-z0-9]+(?:(?:[-._:@+]|--)[A-Za-z0-9]+)*"
              + "(?:/[A-Za-z0-9]+(?:(?:[-._:@+]|--)[A-Za-z0-9]+)*)*");

  private static final Pattern POSITION = Pattern.compile("@[0-9]{1,9}");
  private static final Pattern STORAGE =
      Pattern.compile(
          "(?:\\[(?=[^]])(?:(?<driver>[a-z0-9]+)@)?(?<root>/[^+:\\]]*)?(?:\\+(?<run>/[^:\\]]*))?"
              + "(?::(?<options>[^\\]]*))?])?(?<image>[^\\[\\]]+)");

  Location read(String text) {
    if (text.startsWith(REGISTRY)) {
      return new Location.Registry(reference(text, text.substring(REGISTRY.length())));
    }
    int colon = text.indexOf(':');
    String rest = colon < 0 ? "" : text.substring(colon + 1);
    return switch (colon < 0 ? "" : text.substring(0, colon)) {
      case "oci" -> new Location.OciFolder(path(text, rest), layoutPick(text, rest));
      case "oci-archive" -> new Location.OciArchive(path(text, rest), layoutPick(text, rest));
      case "docker-archive" -> new Location.DockerArchive(path(text, rest), dockerPick(text, rest));
      case "dir" -> new Location.Folder(wholePath(text, rest));
      case "containers-storage" -> storage(text, rest);
      case "docker-daemon", "ostree", "sif", "tarball", "atomic", "registry" ->
          throw wrong(text, "its transport is none that jpod knows", "give " + TRANSPORTS);
      case "http", "https" ->
          throw wrong(
              text,
              "a registry is not named by an address",
              "give docker://HOST/NAME; whether TLS is used, --tls-verify and registries.conf say");
      default -> new Location.Name(name(text));
    };
  }

  private static String name(String text) {
    reference(text, text);
    return text;
  }

  private static ImageReference reference(String text, String name) {
    try {
      return ImageReference.of(name);
    } catch (IllegalArgumentException e) {
      throw wrong(
          text,
          e.getMessage(),
          "give a name such as docker.io/library/busybox:1, or a place that begins with "
              + TRANSPORTS);
    }
  }

  /** The path ends at the first colon; a path with one cannot be written. */
  private Path path(String text, String rest) {
    int colon = rest.indexOf(':');
    return wholePath(text, colon < 0 ? rest : rest.substring(0, colon));
  }

  private Path wholePath(String text, String path) {
    if (path.isEmpty()) {
      throw wrong(text, "it has no path", "give one after the colon, for example dir:/tmp/image");
    }
    try {
      return directory.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw wrong(text, "its path cannot be that of a file", "give another path");
    }
  }

  private static String afterPath(String rest) {
    int colon = rest.indexOf(':');
    return colon < 0 ? "" : rest.substring(colon + 1);
  }

  private static ImagePick layoutPick(String text, String rest) {
    String name = afterPath(rest);
    ImagePick plain = plainPick(name);
    if (plain != null) {
      return plain;
    }
    if (!LAYOUT_NAME.matcher(name).matches()) {
      throw wrong(
          text,
          "'" + name + "' is not the name of an image in a layout",
          "give letters and digits, parted by single . - _ : @ + or /, or @0 for the first image");
    }
    return new ImagePick.Named(name);
  }

  private static ImagePick dockerPick(String text, String rest) {
    String name = afterPath(rest);
    ImagePick plain = plainPick(name);
    if (plain != null) {
      return plain;
    }
    ImageReference reference = reference(text, name);
    if (reference.digest() != null) {
      throw wrong(
          text,
          "names in a docker-archive have no digest",
          "give a tag, or @0 for the first image");
    }
    return new ImagePick.Named(reference.toString());
  }

  private static @Nullable ImagePick plainPick(String name) {
    if (name.isEmpty()) {
      return new ImagePick.Only();
    }
    return POSITION.matcher(name).matches()
        ? new ImagePick.At(Integer.parseInt(name.substring(1)))
        : null;
  }

  private static Location storage(String text, String rest) {
    Matcher parts = STORAGE.matcher(rest);
    if (!parts.matches()) {
      throw wrong(
          text,
          "it does not name an image of a storage",
          "give containers-storage:NAME or containers-storage:[DRIVER@ROOT+RUNROOT]NAME, with"
              + " absolute paths");
    }
    String options = parts.group("options");
    return new Location.Storage(
        parts.group("driver"),
        absolute(parts.group("root")),
        absolute(parts.group("run")),
        options == null ? "" : options,
        parts.group("image"));
  }

  private static @Nullable Path absolute(@Nullable String path) {
    return path == null ? null : Path.of(path).normalize();
  }

  private static JpodException wrong(String text, @Nullable String why, String hint) {
    return new JpodException(Failure.USAGE, "'" + text + "' is no place of an image: " + why, hint);
  }
}
