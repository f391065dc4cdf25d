package dev.jpod.image;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.jpod.host.Command;
import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.host.HostUser;
import dev.jpod.host.Mounts;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    try {
      Files.createDirectories(store);
      UnionDriver chosen = UnionDriver.COPY;
      for (UnionDriver driver : MOUNTED.reversed()) {
        if (canBeMounted(driver, store)) {
          chosen = driver;
        }
      }
      DurableFile.writeSoon(
          store.resolve(NOTE),
          (chosen.word() + "\n").getBytes(StandardCharsets.US_ASCII),
          PosixFilePermissions.fromString("rw-r--r--"));
      return chosen;
    } catch (IOException e) {
      throw StoreFailure.of("cannot find out what can be mounted in '" + store + "'", e);
    }
  }

  /** Mounts two layers in a folder of their own, and takes all of it away again. */
  private static boolean canBeMounted(UnionDriver driver, Path store) throws IOException {
    Path folder = Files.createTempDirectory(store, "driver-");
    try {
      for (String name : List.of("lower", "upper", "work", "merged")) {
        Files.createDirectory(folder.resolve(name));
      }
      Files.createFile(folder.resolve("lower/file"));
      Path merged = folder.resolve("merged");
      String options = "lowerdir=lower,upperdir=upper,workdir=work" + driver.options();
      if (!mounts(driver, options, merged)) {
        return false;
      }
      Files.delete(merged.resolve("file"));
      return Files.exists(folder.resolve("upper/file"), NOFOLLOW_LINKS);
    } catch (IOException e) {
      return false;
    } finally {
      Mounts.detachBelow(folder);
      FileTree.delete(folder);
    }
  }

  private static boolean mounts(UnionDriver driver, String options, Path merged) {
    Path folder = merged.resolve("..").normalize();
    try {
      return new ProcessRunner()
          .run(Command.of(command(driver, options, merged)).in(folder))
          .succeeded();
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
