package dev.jpod.engine;

import dev.jpod.runtime.CgroupVersion;
import dev.jpod.runtime.Controller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes cgroups that take processes and limits. Idempotent. */
final class NewCgroups {
  private NewCgroups() {}

  /**
   * Makes one in every hierarchy in which there are limits, with the processors and memory of what
   * it lies in.
   *
   * @param above what is there and stays as it is; empty for the root
   */
  static void ofVersion1(Path mount, String above, String cgroup) throws IOException {
    for (Controller controller : Controller.values()) {
      Path root = mount.resolve(controller.name(CgroupVersion.V1));
      if (!Files.isDirectory(root)) {
        continue;
      }
      if (controller == Controller.CPUSET) {
        makeCpuset(root.resolve(relative(above)), below(above, cgroup));
      } else {
        Files.createDirectories(root.resolve(relative(cgroup)));
      }
    }
  }

  /** A new one has no processors and no memory, and takes no process before it has some. */
  private static void makeCpuset(Path above, Path below) throws IOException {
    Path folder = above;
    for (Path name : below) {
      Path child = folder.resolve(name);
      Files.createDirectories(child);
      for (String file : List.of("cpuset.mems", "cpuset.cpus")) {
        if (text(child.resolve(file)).isEmpty()) {
          write(child.resolve(file), text(folder.resolve(file)));
        }
      }
      folder = child;
    }
  }

  /**
   * Makes one in the only hierarchy, with the files for limits.
   *
   * @param above what is there, and passes on what it has; empty for the root
   */
  static void ofVersion2(Path mount, String above, String cgroup) throws IOException {
    Path folder = mount.resolve(relative(above));
    for (Path name : below(above, cgroup)) {
      passControllersOn(folder);
      folder = Files.createDirectories(folder.resolve(name));
    }
  }

  private static Path below(String above, String cgroup) {
    return Path.of(cgroup.substring(above.length() + 1));
  }

  private static String relative(String cgroup) {
    return cgroup.isEmpty() ? "" : cgroup.substring(1);
  }

  /** What is not passed on has no files in the children. */
  private static void passControllersOn(Path folder) throws IOException {
    Path passedOn = folder.resolve("cgroup.subtree_control");
    Set<String> missing = words(folder.resolve("cgroup.controllers"));
    missing.removeAll(words(passedOn));
    for (Controller controller : Controller.values()) {
      String name = controller.name(CgroupVersion.V2);
      if (missing.contains(name)) {
        write(passedOn, "+" + name);
      }
    }
  }

  private static Set<String> words(Path file) throws IOException {
    return new TreeSet<>(List.of(text(file).split(" ", -1)));
  }

  private static String text(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static void write(Path file, String content) throws IOException {
    Files.writeString(file, content, StandardOpenOption.WRITE);
  }
}
