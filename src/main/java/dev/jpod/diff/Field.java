package dev.jpod.diff;

import static dev.jpod.diff.ChangeClass.LIVE;
import static dev.jpod.diff.ChangeClass.META;
import static dev.jpod.diff.ChangeClass.REPLACE;
import static dev.jpod.diff.ChangeClass.RESTART;

import dev.jpod.model.Protection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every field that a container can be changed in, and what that costs. A path that ends in a dot is
 * the prefix of a map's entries. {@link FieldTable} says how each is read from an instance.
 */
public enum Field implements FieldKind {
  ANNOTATIONS("annotations.", META),
  ARGS("args", REPLACE),
  BLKIO_THROTTLES("resources.blkioThrottles.", LIVE),
  BLKIO_WEIGHT("resources.blkioWeight", LIVE),
  CAPABILITIES_ADDED("capabilities.add", REPLACE),
  CAPABILITIES_DROPPED("capabilities.drop", REPLACE),
  COMMAND("command", REPLACE),
  CONFIGS("configs.", REPLACE),
  CONFIG_CONTENT("configContent.", RESTART),
  CONFIG_ON_CHANGE("configOnChange.", META),
  CPUS("resources.cpus", LIVE),
  CPUSET_CPUS("resources.cpusetCpus", LIVE),
  CPUSET_MEMS("resources.cpusetMems", LIVE),
  CPU_SHARES("resources.cpuShares", LIVE),
  DEPENDS_ON("dependsOn.", META),
  DEVICES("devices.", REPLACE),
  ENV("env.", REPLACE),
  GROUPS("groups", REPLACE),
  HEALTH_CHECK("healthCheck", META),
  HOSTNAME("hostname", REPLACE),
  IMAGE("image", REPLACE),
  IMAGE_NAME("imageName", META),
  INIT("init", REPLACE),
  LABELS("labels.", META),
  LOG_FILES("logging.files", META),
  LOG_MAX_SIZE("logging.maxSize", META),
  MEMORY("resources.memory", LIVE),
  MEMORY_RESERVATION("resources.memoryReservation", LIVE),
  MEMORY_SWAP("resources.memorySwap", LIVE),
  MOUNTS("mounts.", REPLACE),
  NETWORK("network", REPLACE),
  NO_NEW_PRIVILEGES("noNewPrivileges", REPLACE),
  PIDS("resources.pids", LIVE),
  PRE_STOP("preStop", META),
  PRIVILEGED("privileged", REPLACE),
  PULL_POLICY("pullPolicy", META),
  READ_ONLY("readOnly", REPLACE),
  RESTART_POLICY("restart", META),
  SECCOMP("seccomp", REPLACE),
  SECRETS("secrets.", REPLACE),
  SECRET_CONTENT("secretContent.", RESTART),
  SECRET_ON_CHANGE("secretOnChange.", META),
  SHARE("share", REPLACE),
  STDIN("stdin", REPLACE),
  STOP_SIGNAL("stopSignal", META),
  STOP_TIMEOUT("stopTimeout", META),
  SYSCTLS("sysctls.", REPLACE),
  TTY("tty", REPLACE),
  ULIMITS("ulimits.", REPLACE),
  USER("user", REPLACE),
  WORKING_DIR("workingDir", REPLACE);

  private static final Map<String, Field> BY_PATH = byPath();

  private final String path;
  private final ChangeClass changeClass;

  Field(String path, ChangeClass changeClass) {
    this.path = path;
    this.changeClass = changeClass;
  }

  /** The field that a path belongs to; null for a path that this jpod does not know. */
  public static @Nullable Field at(String path) {
    Field field = BY_PATH.get(path);
    int dot = path.indexOf('.');
    while (field == null && dot >= 0) {
      field = BY_PATH.get(path.substring(0, dot + 1));
      dot = path.indexOf('.', dot + 1);
    }
    return field;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public ChangeClass changeClass() {
    return changeClass;
  }

  /** Whether a file that jpod writes for the container shows it. */
  public boolean isInFile() {
    return switch (this) {
      case CONFIG_CONTENT, SECRET_CONTENT -> true;
      default -> false;
    };
  }

  @Override
  public String inStackFile(String canonical) {
    String entry = canonical.substring(path.length());
    return switch (this) {
      case CONFIG_CONTENT, CONFIG_ON_CHANGE -> CONFIGS.path + entry;
      case SECRET_CONTENT, SECRET_ON_CHANGE -> SECRETS.path + entry;
      case LABELS -> Protection.inStackFile(canonical);
      case DEPENDS_ON -> path + entry.substring(entry.indexOf('.') + 1);
      default -> canonical;
    };
  }

  private static Map<String, Field> byPath() {
    Map<String, Field> fields = new HashMap<>();
    for (Field field : values()) {
      fields.put(field.path, field);
    }
    return fields;
  }
}
