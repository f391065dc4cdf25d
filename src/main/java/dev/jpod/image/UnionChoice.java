package dev.jpod.image;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.jpod.host.Command;
import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.host.HostUser;
import dev.jpod.host.KernelLock;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which {@link UnionDriver} a store works with. Root's is the kernel's overlayfs. For everybody
 * else the first that can be mounted is chosen, once per store, by mounting something.
 *
 * @param asked the one that a setting names; null to choose. The kernel's overlayfs is what it is
 *     for the user, by either of its names.
 */
public record UnionChoice(HostUser user, @Nullable UnionDriver asked) {
  private static final String NOTE = "driver";
  private static final String TRIAL = "lowerdir=lower,upperdir=upper,workdir=work";
  private static final List<UnionDriver> MOUNTED =
      List.of(UnionDriver.USER_OVERLAY, UnionDriver.FUSE_OVERLAYFS);

  /** The choice of whoever runs this process. */
  public static UnionChoice ofProcess() {
    return new UnionChoice(HostUser.ofProcess(), null);
  }

  /** The driver of the store in a folder. */
  UnionDriver in(Path store) {
    if (asked != null) {
      return switch (asked) {
        // The marks in layers are those that the kernel takes from who unpacked them.
        case OVERLAY, USER_OVERLAY ->
            user.isRoot() ? UnionDriver.OVERLAY : UnionDriver.USER_OVERLAY;
        case FUSE_OVERLAYFS, COPY -> asked;
      };
    }
    if (user.isRoot()) {
      return UnionDriver.OVERLAY;
    }
    UnionDriver noted = noted(store.resolve(NOTE));
    return noted == null ? choose(store) : noted;
  }

  private static @Nullable UnionDriver noted(Path note) {
    try {
      return UnionDriver.called(Files.readString(note, StandardCharsets.US_ASCII).strip());
    } catch (IOException e) {
      return null;
    }
  }

  private static UnionDriver choose(Path store) {
    Path note = store.resolve(NOTE);
    try {
      Files.createDirectories(store);
      try (KernelLock _ = KernelLock.exclusive(store.resolve(NOTE + ".lock"))) {
        UnionDriver noted = noted(note);
        if (noted != null) {
          return noted;
        }
        UnionDriver chosen = firstOf(MOUNTED, store.resolve(NOTE + ".trial"));
        DurableFile.writeSoon(
            note,
            (chosen.word() + "\n").getBytes(StandardCharsets.US_ASCII),
            PosixFilePermissions.fromString("rw-r--r--"));
        return chosen;
      }
    } catch (IOException e) {
      throw StoreFailure.of("cannot find out what can be mounted in '" + store + "'", e);
    }
  }

  private static UnionDriver firstOf(List<UnionDriver> drivers, Path folder) throws IOException {
    for (UnionDriver driver : drivers) {
      if (canBeMounted(driver, folder)) {
        return driver;
      }
    }
    return UnionDriver.COPY;
  }

  /**
   * Mounts two layers in a mount namespace of its own, which takes the mount along however this
   * ends; the folder, of which a run that was killed may have left something, is gone afterwards.
   */
  private static boolean canBeMounted(UnionDriver driver, Path folder) throws IOException {
    FileTree.delete(folder);
    try {
      Files.createDirectory(folder);
      for (String name : List.of("lower", "upper", "work", "merged")) {
        Files.createDirectory(folder.resolve(name));
      }
      Files.createFile(folder.resolve("lower/file"));
      return removes(driver, folder) && Files.exists(folder.resolve("upper/file"), NOFOLLOW_LINKS);
    } finally {
      FileTree.delete(folder);
    }
  }

  /** Whether a file of the lower layer can be removed. */
  private static boolean removes(UnionDriver driver, Path folder) {
    Programs programs = Programs.ofHost();
    try {
      List<String> argv = new ArrayList<>();
      argv.addAll(List.of(programs.require("unshare").toString(), "--mount", "--"));
      argv.addAll(
          List.of(programs.require("sh").toString(), "-c", "\"$@\" && rm merged/file", "sh"));
      argv.addAll(command(driver, TRIAL + driver.options(), Path.of("merged")));
      return new ProcessRunner().run(Command.of(argv).in(folder)).succeeded();
    } catch (JpodException missing) {
      return false;
    }
  }

  /**
   * What mounts at a place.
   *
   * @param driver one that mounts
   * @throws JpodException when the program is not installed
   */
  public static List<String> command(UnionDriver driver, String options, Path place) {
    Programs programs = Programs.ofHost();
    return switch (driver) {
      case OVERLAY, USER_OVERLAY ->
          List.of(
              programs.require("mount").toString(),
              "-t",
              "overlay",
              "overlay",
              "-o",
              options,
              place.toString());
      case FUSE_OVERLAYFS ->
          List.of(programs.require("fuse-overlayfs").toString(), "-o", options, place.toString());
      case COPY -> throw new IllegalArgumentException("copies are not mounted");
    };
  }
}
