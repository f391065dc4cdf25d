package dev.jpod.cli;

import dev.jpod.host.CallerMask;
import dev.jpod.host.DurableFile;
import dev.jpod.manifest.ImageLock;
import dev.jpod.manifest.InvalidManifest;
import dev.jpod.manifest.ManifestText;
import dev.jpod.source.ManifestSource;
import dev.jpod.source.ManifestSource.Depth;
import dev.jpod.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lock file of a manifest: NAME.lock beside NAME.yaml, or the one that was named.
 *
 * @param name as messages call it
 * @param lock what it says; null while it is not there
 */
record LockFile(String name, Path path, @Nullable ImageLock lock) {
  private static final String OPTION = "--lock-file";

  /** Tells the option. */
  static void describe(Syntax syntax) {
    syntax.option(
        OPTION,
        "FILE",
        "The file with the digests of images, which 'jpod lock' makes. Default: NAME.lock beside"
            + " the manifest NAME.yaml, if it is there; several manifests have none.");
  }

  /**
   * Reads the lock file that belongs to manifests.
   *
   * @return null when none is named and the manifests can have none
   * @throws RefusedManifest when it cannot be used
   */
  static @Nullable LockFile find(Arguments arguments, ReadManifest manifest, Wiring wiring) {
    String named = arguments.value(OPTION);
    if (named != null) {
      Path path = wiring.around().directory().resolve(named);
      return new LockFile(named, path, Files.exists(path) ? read(named, wiring) : null);
    }
    if (!isOneFile(arguments, manifest)) {
      return null;
    }
    ManifestText text = manifest.texts().getFirst();
    String name = withoutSuffix(text.displayName()) + ".lock";
    Path path = wiring.around().directory().resolve(name);
    return new LockFile(name, path, Files.isRegularFile(path) ? read(name, wiring) : null);
  }

  /** The same file, which has to be there when it was named. */
  LockFile required(Arguments arguments) {
    if (lock == null && arguments.has(OPTION)) {
      throw WrongUsage.usage(
          "there is no lock file '" + name + "'",
          "make it with 'jpod lock --lock-file " + name + "'");
    }
    return this;
  }

  /** Refuses a lock file that cannot be used. */
  static void check(Arguments arguments, ReadManifest manifest, Wiring wiring) {
    LockFile file = find(arguments, manifest, wiring);
    if (file != null) {
      file.required(arguments);
    }
  }

  /** Replaces the file, atomically and durably. */
  void write(ImageLock content) {
    try {
      DurableFile.write(
          path, content.text().getBytes(StandardCharsets.UTF_8), CallerMask.ofProcess().file());
    } catch (IOException e) {
      throw IoFailure.of("the lock file '" + name + "' could not be written", e);
    }
  }

  private static boolean isOneFile(Arguments arguments, ReadManifest manifest) {
    List<String> given = arguments.values(ManifestArguments.FILE);
    if (manifest.texts().size() != 1) {
      return false;
    }
    return given.isEmpty() || given.equals(List.of(manifest.texts().getFirst().displayName()));
  }

  private static String withoutSuffix(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
  }

  private static ImageLock read(String name, Wiring wiring) {
    SourceFile file =
        new ManifestSource(wiring.around().directory(), wiring.console().in(), Depth.FLAT)
            .readFile(name);
    List<ManifestText> texts = List.of();
    try {
      ManifestText text =
          ManifestText.decode(file.name(), file.folder().toString(), file.content());
      texts = List.of(text);
      return ImageLock.read(text);
    } catch (InvalidManifest e) {
      throw new RefusedManifest(e, texts);
    }
  }
}
