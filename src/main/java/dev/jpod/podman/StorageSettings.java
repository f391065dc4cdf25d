package dev.jpod.podman;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the host's containers-storage.conf(5) says of the store; the first file that is there is the
 * only one.
 *
 * @param driver null when the file leaves it to the tools
 */
public record StorageSettings(@Nullable String driver, Path root) {
  private static final Path DEFAULT_ROOT = Path.of("/var/lib/containers/storage");
  private static final List<Path> FILES =
      List.of(
          Path.of("/etc/containers/storage.conf"), Path.of("/usr/share/containers/storage.conf"));
  private static final int LARGEST = 1 << 20;
  private static final Pattern TABLE = Pattern.compile("\\[\\s*([^\\[\\]]+?)\\s*]\\s*(#.*)?");
  private static final Pattern TEXT =
      Pattern.compile("(driver|graphroot)\\s*=\\s*(?:\"([^\"\\\\]*)\"|'([^']*)')\\s*(#.*)?");
  private static final Pattern OURS = Pattern.compile("(driver|graphroot)\\s*=.*");

  /** The settings of the host, as the tools find them with these variables. */
  public static StorageSettings ofHost(Map<String, String> environment) {
    String named = environment.getOrDefault("CONTAINERS_STORAGE_CONF", "");
    StorageSettings settings = read(named.isEmpty() ? FILES : List.of(Path.of(named)));
    String driver = environment.getOrDefault("STORAGE_DRIVER", "");
    return driver.isEmpty() ? settings : new StorageSettings(driver, settings.root());
  }

  /** The settings in the first of these files that there is; without one, what is usual. */
  static StorageSettings read(List<Path> files) {
    for (Path file : files) {
      if (Files.exists(file)) {
        return read(file);
      }
    }
    return new StorageSettings(null, DEFAULT_ROOT);
  }

  private static StorageSettings read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8), file);
    } catch (IOException e) {
      throw new JpodException(
          Failure.FAILED,
          "cannot read the storage settings '" + file + "'",
          "check the permissions of the file",
          e);
    }
  }

  /** Two texts of one table are all that is wanted of the file, whatever else stands in it. */
  private static StorageSettings parse(String text, Path file) {
    String table = "";
    String driver = null;
    Path root = DEFAULT_ROOT;
    for (String line : text.lines().map(String::strip).toList()) {
      Matcher header = TABLE.matcher(line);
      if (header.matches()) {
        table = header.group(1);
      } else if (table.equals("storage") && OURS.matcher(line).matches()) {
        Matcher setting = TEXT.matcher(line);
        if (!setting.matches()) {
          throw JpodException.failed(
              "'" + line + "' in the storage settings '" + file + "' cannot be understood",
              "write the value as a text in double quotes");
        }
        String value = setting.group(2) == null ? setting.group(3) : setting.group(2);
        if (setting.group(1).equals("graphroot")) {
          root = value.isEmpty() ? DEFAULT_ROOT : Path.of(value);
        } else {
          driver = value.isEmpty() ? null : value;
        }
      }
    }
    return new StorageSettings(driver, root);
  }

  /** The store that these settings mean, or that parts of them mean with others in their place. */
  public StoragePlace place(@Nullable String otherDriver, @Nullable Path otherRoot) {
    Path where = otherRoot == null ? root : otherRoot;
    String named = otherDriver == null ? driver : otherDriver;
    if (named != null) {
      return new StoragePlace(Driver.of(named), where);
    }
    StoragePlace vfs = new StoragePlace(Driver.VFS, where);
    StoragePlace overlay = new StoragePlace(Driver.OVERLAY, where);
    boolean onlyVfs =
        Files.isDirectory(vfs.records("images")) && !Files.isDirectory(overlay.records("images"));
    return onlyVfs ? vfs : overlay;
  }
}
