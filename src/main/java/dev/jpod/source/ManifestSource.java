package dev.jpod.source;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the manifests that {@code -f} names. {@code -} is standard input; a folder stands for its
 * {@code *.yaml}, {@code *.yml} and {@code *.json} files in the order of their names, hidden ones
 * left out.
 */
public final class ManifestSource {
  /** No manifest may have more bytes. */
  public static final int LARGEST = 8 << 20;

  /** What is read in the working folder when nothing is named: the first of these that is there. */
  public static final List<String> DEFAULT_NAMES =
      List.of("stack.yaml", "stack.yml", "jpod.yaml", "jpod.yml");

  private static final String STANDARD_INPUT = "-";

  private final Path directory;
  private final InputStream in;
  private final Depth depth;

  /** How far into folders the search for manifests goes. */
  public enum Depth {
    /** The files of the folder itself. */
    FLAT,
    /** Those of its folders, too; hidden folders and links to folders are left out. */
    RECURSIVE
  }

  /**
   * @param directory the working folder that relative names start from
   * @param in standard input
   */
  public ManifestSource(Path directory, InputStream in, Depth depth) {
    this.directory = directory;
    this.in = in;
    this.depth = depth;
  }

  /**
   * Reads every named file once, in the order of the names; with no names, the default file.
   *
   * @throws JpodException of kind USAGE when a name leads nowhere, or to no manifest at all
   */
  public List<SourceFile> read(List<String> names) {
    List<SourceFile> files = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : names.isEmpty() ? List.of(defaultName()) : names) {
      if (!seen.add(name)) {
        throw usage("'" + name + "' is named twice", "name every manifest once");
      }
      if (name.equals(STANDARD_INPUT)) {
        files.add(new SourceFile("<stdin>", directory, content(name, in)));
      } else {
        addPath(name, files);
      }
    }
    return files;
  }

  /**
   * Reads one file that is not a manifest, but belongs to some.
   *
   * @throws JpodException of kind USAGE when there is no such file
   */
  public SourceFile readFile(String name) {
    return file(name, directory.resolve(name));
  }

  private String defaultName() {
    for (String name : DEFAULT_NAMES) {
      if (Files.exists(directory.resolve(name))) {
        return name;
      }
    }
    throw usage(
        "no manifest was named, and there is no stack.yaml or jpod.yaml in '" + directory + "'",
        "name one with -f FILE, -f FOLDER or -f -");
  }

  private void addPath(String name, List<SourceFile> files) {
    Path path = directory.resolve(name);
    if (!Files.isDirectory(path)) {
      files.add(file(name, path));
      return;
    }
    List<Path> found = new ManifestFolder(path, depth).files();
    if (found.isEmpty()) {
      throw usage(
          "the folder '" + name + "' has no manifests",
          depth == Depth.FLAT
              ? "manifests are *.yaml, *.yml and *.json files; -R looks into its folders, too"
              : "manifests are *.yaml, *.yml and *.json files");
    }
    Path shown = Path.of(name);
    for (Path file : found) {
      files.add(file(shown.resolve(path.relativize(file)).toString(), file));
    }
  }

  private SourceFile file(String name, Path path) {
    try (InputStream content = Files.newInputStream(path)) {
      Path folder = path.toAbsolutePath().normalize().getParent();
      return new SourceFile(name, folder == null ? directory : folder, content(name, content));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static byte[] content(String name, InputStream in) {
    byte[] content;
    try {
      content = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    if (content.length > LARGEST) {
      throw new JpodException(
          Failure.INVALID_MANIFEST,
          "'" + name + "' is larger than " + (LARGEST >> 20) + " MiB",
          "move large contents into files and name them under 'configs:'");
    }
    return content;
  }

  static JpodException unreadable(String name, IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ ->
          new JpodException(
              Failure.USAGE, "there is no file '" + name + "'", "correct the name", cause);
      case AccessDeniedException _ ->
          new JpodException(
              Failure.FAILED, "'" + name + "' may not be read", "check its permissions", cause);
      default ->
          new JpodException(
              Failure.FAILED,
              "'" + name + "' could not be read: " + cause.getMessage(),
              "check the file",
              cause);
    };
  }

  private static JpodException usage(String message, String hint) {
    return new JpodException(Failure.USAGE, message, hint);
  }
}
