package dev.jpod.host;

import dev.jpod.model.JpodException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the programs of the host. The usual folders are searched whatever PATH says: cron's lacks
 * /usr/sbin, where Debian has runc.
 */
public final class Programs {
  static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final List<String> HELPER_FOLDERS =
      List.of("/usr/libexec/podman", "/usr/lib/podman");

  private final Set<Path> folders = new LinkedHashSet<>();
  private final Map<String, Path> found = new ConcurrentHashMap<>();

  /**
   * A search over the folders of a PATH, then over those where programs of the kind usually are.
   *
   * @param path folders with colons between them; null for none
   */
  public Programs(@Nullable String path) {
    List<String> names = new ArrayList<>();
    if (path != null) {
      names.addAll(List.of(path.split(":")));
    }
    names.addAll(List.of(SEARCH_PATH.split(":")));
    names.addAll(HELPER_FOLDERS);
    for (String name : names) {
      if (name.startsWith("/")) {
        folders.add(Path.of(name));
      }
    }
  }

  /** A search over the PATH of this process and the usual folders. */
  public static Programs ofHost() {
    return new Programs(System.getenv("PATH"));
  }

  /** The absolute path of a program, or null when it is nowhere; what was found once, stays. */
  public @Nullable Path find(String name) {
    if (name.indexOf('/') >= 0) {
      Path path = Path.of(name);
      return path.isAbsolute() && Files.isExecutable(path) ? path : null;
    }
    Path known = found.get(name);
    return known == null ? search(name) : known;
  }

  private @Nullable Path search(String name) {
    for (Path folder : folders) {
      Path candidate = folder.resolve(name);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        found.put(name, candidate);
        return candidate;
      }
    }
    return null;
  }

  /**
   * The absolute path of a program.
   *
   * @throws JpodException when it is nowhere, saying where was looked and how to install it
   */
  public Path require(String name) {
    Path found = find(name);
    if (found == null) {
      throw missing(name);
    }
    return found;
  }

  /** The failure of a program that somebody named and that is nowhere. */
  static JpodException unknown(String name) {
    return JpodException.failed(
        "there is no program '" + name + "'",
        "install it, or name it by its full path or by one that starts with ./");
  }

  private JpodException missing(String name) {
    if (name.indexOf('/') >= 0) {
      return JpodException.failed(
          "there is no program '" + name + "'",
          "on Debian: apt-get install " + debianPackage(name.substring(name.lastIndexOf('/') + 1)));
    }
    List<String> searched = folders.stream().map(Path::toString).toList();
    return JpodException.failed(
        "the program '" + name + "' is not installed: it is not in " + String.join(", ", searched),
        "on Debian: apt-get install " + debianPackage(name));
  }

  /** The package of Debian that brings a program. */
  public static String debianPackage(String program) {
    return switch (program) {
      case "mount", "umount" -> "mount";
      case "flock", "nsenter", "setpriv", "setsid", "unshare" -> "util-linux";
      case "ip" -> "iproute2";
      case "nft" -> "nftables";
      case "pasta" -> "passt";
      case "sh" -> "dash";
      case "cp", "date", "ln", "mv", "rm", "sleep", "wc" -> "coreutils";
      default -> program;
    };
  }
}
