package dev.jpod.cli;

import dev.jpod.cli.Console.Colours;
import dev.jpod.cli.Failures.Detail;
import dev.jpod.image.UnionDriver;
import dev.jpod.image.UnpackLimits;
import dev.jpod.manifest.SizeText;
import dev.jpod.network.UplinkProgram;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.store.StoreLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds for every command: said by an option, else a variable, else a configuration file. */
final class Settings {
  private static final Path HOST_FILE = Path.of("/etc/jpod/config.yaml");
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  private final Surroundings around;
  private final List<Arguments> arguments;
  private @Nullable ConfigurationFile file;
  private @Nullable ConfigurationFile own;

  /** How much is said beyond what was asked for. */
  enum Verbosity {
    QUIET,
    NORMAL
  }

  /**
   * @param arguments where options may stand; the last wins
   */
  Settings(Surroundings around, List<Arguments> arguments) {
    this.around = around;
    this.arguments = List.copyOf(arguments);
  }

  Verbosity verbosity() {
    return has(CommonOptions.QUIET) ? Verbosity.QUIET : Verbosity.NORMAL;
  }

  Detail detail() {
    return has(CommonOptions.DEBUG) ? Detail.STACK_TRACE : Detail.SENTENCE;
  }

  Colours colours() {
    String value = given(CommonOptions.COLOR);
    if (value == null) {
      return Colours.AUTO;
    }
    return switch (value) {
      case "auto" -> Colours.AUTO;
      case "always" -> Colours.ALWAYS;
      case "never" -> Colours.NEVER;
      default -> throw Arguments.wrong(CommonOptions.COLOR, value, "auto, always or never");
    };
  }

  /** Where the store is. */
  StoreLayout layout() {
    return StoreLayout.at(root(), runroot());
  }

  /** What outlives a boot, as it was named. */
  Path root() {
    return folder(CommonOptions.ROOT, "JPOD_ROOT", "root", usualRoot());
  }

  /** What does not outlive a boot, as it was named. */
  Path runroot() {
    boolean root = around.caller().user().isRoot();
    String usual = root ? "/run/jpod" : around.caller().run() + "/store";
    return folder(CommonOptions.RUNROOT, "JPOD_RUNROOT", "runroot", usual);
  }

  private String usualRoot() {
    if (around.caller().user().isRoot()) {
      return "/var/lib/jpod";
    }
    String data = around.variable("XDG_DATA_HOME");
    return (data.isEmpty() ? around.variable("HOME") + "/.local/share" : data) + "/jpod";
  }

  /** The OCI runtime for new containers: {@code runc}, {@code crun} or the path of one of them. */
  String runtime() {
    String value = said(CommonOptions.RUNTIME, "JPOD_RUNTIME", "runtime");
    if (value == null) {
      return "runc";
    }
    String name = value.substring(value.lastIndexOf('/') + 1);
    boolean path = value.startsWith("/");
    if (!(name.equals("runc") || name.equals("crun")) || (!path && !name.equals(value))) {
      throw Arguments.wrong(
          CommonOptions.RUNTIME, value, "runc, crun or the absolute path of one of them");
    }
    return value;
  }

  /** What one layer of an image may grow to when it is unpacked. */
  UnpackLimits unpackLimits() {
    String value = saidElsewhere("JPOD_LAYER_LIMIT", "layerLimit");
    if (value == null) {
      return UnpackLimits.GENEROUS;
    }
    Long bytes = SizeText.bytes(value);
    if (bytes == null || bytes <= 0) {
      throw Arguments.wrong("JPOD_LAYER_LIMIT", value, "a size such as 10GiB");
    }
    return UnpackLimits.GENEROUS.withBytes(bytes);
  }

  /** What root file systems are made with; null to have it found out. */
  @Nullable UnionDriver storageDriver() {
    String value = saidElsewhere("JPOD_STORAGE_DRIVER", "storageDriver");
    if (value == null) {
      return null;
    }
    UnionDriver driver = UnionDriver.called(value);
    if (driver == null) {
      throw Arguments.wrong(
          "JPOD_STORAGE_DRIVER", value, "overlay, overlay-userxattr, fuse-overlayfs or copy");
    }
    return driver;
  }

  /** What connects the pods of one who is not root with the host. */
  UplinkProgram rootlessNetwork() {
    String value = saidElsewhere("JPOD_ROOTLESS_NETWORK", "rootlessNetwork");
    if (value == null) {
      return UplinkProgram.INSTALLED;
    }
    return switch (value) {
      case "slirp4netns" -> UplinkProgram.SLIRP4NETNS;
      case "pasta" -> UplinkProgram.PASTA;
      default -> throw Arguments.wrong("JPOD_ROOTLESS_NETWORK", value, "slirp4netns or pasta");
    };
  }

  /** How long a registry may say nothing before it is given up; null when nothing is said. */
  @Nullable Duration registryTimeout() {
    String value = saidElsewhere("JPOD_REGISTRY_TIMEOUT", "registryTimeout");
    if (value == null) {
      return null;
    }
    Duration timeout = Times.duration(value);
    if (timeout == null || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw Arguments.wrong("JPOD_REGISTRY_TIMEOUT", value, "a time such as 30s, at most 1h");
    }
    return timeout;
  }

  /** What comes of limits that nobody on the host would keep. */
  UnkeptLimits.Handling unavailableLimits() {
    String value = saidElsewhere("JPOD_UNAVAILABLE_LIMITS", "unavailableLimits");
    if (value == null) {
      return UnkeptLimits.Handling.REFUSE;
    }
    return switch (value) {
      case "refuse" -> UnkeptLimits.Handling.REFUSE;
      case "ignore" -> UnkeptLimits.Handling.IGNORE;
      default -> throw Arguments.wrong("JPOD_UNAVAILABLE_LIMITS", value, "refuse or ignore");
    };
  }

  /** The host's file speaks of root's folders, which are no other user's. */
  private Path folder(String option, String variable, String key, String otherwise) {
    String value = given(option);
    if (value == null) {
      value = emptyToNull(around.variable(variable));
    }
    if (value == null) {
      boolean root = around.caller().user().isRoot();
      value = emptyToNull((root ? configuration() : ownConfiguration()).value(key));
    }
    return value == null ? Path.of(otherwise) : around.directory().resolve(value);
  }

  private @Nullable String said(String option, String variable, String key) {
    String value = given(option);
    return value == null ? saidElsewhere(variable, key) : value;
  }

  private @Nullable String saidElsewhere(String variable, String key) {
    String value = emptyToNull(around.variable(variable));
    return value == null ? emptyToNull(configuration().value(key)) : value;
  }

  private ConfigurationFile configuration() {
    if (file == null) {
      file = ConfigurationFile.read(configurationFiles());
    }
    return file;
  }

  private ConfigurationFile ownConfiguration() {
    if (own == null) {
      own = ConfigurationFile.read(ownFiles());
    }
    return own;
  }

  private List<Path> configurationFiles() {
    List<Path> files = new ArrayList<>(List.of(HOST_FILE));
    files.addAll(ownFiles());
    return files;
  }

  private List<Path> ownFiles() {
    List<Path> files = new ArrayList<>();
    String home = around.variable("HOME");
    String folder = around.variable("XDG_CONFIG_HOME");
    if (!folder.isEmpty()) {
      files.add(Path.of(folder, "jpod", "config.yaml"));
    } else if (!home.isEmpty()) {
      files.add(Path.of(home, ".config", "jpod", "config.yaml"));
    }
    return files;
  }

  private boolean has(String option) {
    for (Arguments place : arguments) {
      if (place.has(option)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String given(String option) {
    String value = null;
    for (Arguments place : arguments) {
      String here = place.value(option);
      value = here == null ? value : here;
    }
    if (value != null && value.isEmpty()) {
      throw Arguments.wrong(option, value, "a value");
    }
    return value;
  }

  private static @Nullable String emptyToNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
