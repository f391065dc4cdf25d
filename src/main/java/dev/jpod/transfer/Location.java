package dev.jpod.transfer;

import dev.jpod.image.ImagePick;
import dev.jpod.model.ImageReference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A place where images come from or go to, by the names that containers-transports(5) gives them.
 * Each prints itself in that form.
 */
public sealed interface Location {
  /** A name without a transport, as it was written: which registry is meant is still open. */
  record Name(String text) implements Location {
    @Override
    public String toString() {
      return text;
    }
  }

  /** {@code docker://REFERENCE}. */
  record Registry(ImageReference reference) implements Location {
    @Override
    public String toString() {
      return "docker://" + reference;
    }
  }

  /** {@code containers-storage:[DRIVER@ROOT+RUNROOT:OPTIONS]IMAGE}; only the image is required. */
  record Storage(
      @Nullable String driver,
      @Nullable Path root,
      @Nullable Path runroot,
      String options,
      String image)
      implements Location {
    @Override
    public String toString() {
      return "containers-storage:"
          + (driver == null && root == null ? "" : "[" + store() + "]")
          + image;
    }

    private String store() {
      return (driver == null ? "" : driver + "@")
          + (root == null ? "" : root)
          + (runroot == null ? "" : "+" + runroot)
          + (options.isEmpty() ? "" : ":" + options);
    }
  }

  /** A file or a folder. */
  sealed interface Local extends Location {
    Path path();
  }

  /** {@code oci:PATH[:NAME]}: the folder of an OCI image layout. */
  record OciFolder(Path path, ImagePick pick) implements Local {
    @Override
    public String toString() {
      return "oci:" + path + suffix(pick);
    }
  }

  /** {@code oci-archive:PATH[:NAME]}: an OCI image layout in a tar. */
  record OciArchive(Path path, ImagePick pick) implements Local {
    @Override
    public String toString() {
      return "oci-archive:" + path + suffix(pick);
    }
  }

  /** {@code docker-archive:PATH[:REFERENCE]}: what {@code docker save} writes. */
  record DockerArchive(Path path, ImagePick pick) implements Local {
    @Override
    public String toString() {
      return "docker-archive:" + path + suffix(pick);
    }
  }

  /** {@code dir:PATH}: a folder with the files of one image. */
  record Folder(Path path) implements Local {
    @Override
    public String toString() {
      return "dir:" + path;
    }
  }

  /**
   * Reads a location.
   *
   * @param directory what a path is relative to
   * @throws dev.jpod.model.JpodException of kind USAGE that says what would be right
   */
  static Location of(String text, Path directory) {
    return new LocationText(directory).read(text);
  }

  private static String suffix(ImagePick pick) {
    return switch (pick) {
      case ImagePick.Every _, ImagePick.Only _ -> "";
      case ImagePick.Named named -> ":" + named.name();
      case ImagePick.At at -> ":@" + at.position();
    };
  }
}
