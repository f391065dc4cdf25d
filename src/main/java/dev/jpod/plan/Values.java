package dev.jpod.plan;

import dev.jpod.diff.Field;
import dev.jpod.diff.FieldKind;
import dev.jpod.diff.NetworkField;
import dev.jpod.diff.PodField;
import dev.jpod.json.JsonTree;
import dev.jpod.observed.ObservedContainer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Canonical values as people read them. */
final class Values {
  private static final int LONGEST = 48;
  private static final int SHORT_DIGEST = 7;
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Values() {}

  /**
   * A value that may be shown.
   *
   * @param value null or empty for the default
   */
  static String of(FieldKind kind, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return value != null && kind.isMap() ? "''" : absent(kind);
    }
    return switch (kind) {
      case Field field -> ofContainer(field, value);
      case PodField field -> ofPod(field, value);
      case NetworkField field -> field == NetworkField.SUBNETS ? words(value) : shortened(value);
    };
  }

  private static String ofPod(PodField field, String value) {
    return switch (field) {
      case ATTACHMENTS -> value.equals("{}") ? "attached" : entries(value);
      case ON_DRIFT, UPDATE -> entries(value);
      case DNS_OPTIONS, DNS_SEARCH, DNS_SERVERS, SHARE -> words(value);
      case PORTS -> shortened(value.replace(",", ", "));
      case EXTRA_HOSTS, HOSTNAME, LABELS, NETWORK -> shortened(value);
      case USERNS -> value.startsWith("{") ? entries(value) : shortened(value);
    };
  }

  private static String ofContainer(Field field, String value) {
    return switch (field) {
      case MEMORY, MEMORY_RESERVATION, MEMORY_SWAP, LOG_MAX_SIZE -> bytes(value);
      case CPUS -> cpus(value);
      case PIDS -> isUnlimited(value) ? "unlimited" : printable(value);
      case STOP_TIMEOUT -> duration(value);
      case IMAGE, CONFIG_CONTENT -> digest(value);
      case ARGS, COMMAND -> words(value);
      case CAPABILITIES_ADDED, CAPABILITIES_DROPPED, GROUPS, SHARE -> words(value);
      case HEALTH_CHECK -> value.equals(ObservedContainer.UNCHECKED) ? "disabled" : entries(value);
      case CONFIGS, MOUNTS, PRE_STOP, SECRETS -> entries(value);
      case ULIMITS -> shortened(value.replace("-1", "unlimited"));
      case ANNOTATIONS,
          BLKIO_THROTTLES,
          BLKIO_WEIGHT,
          CONFIG_ON_CHANGE,
          CPUSET_CPUS,
          CPUSET_MEMS,
          CPU_SHARES,
          DEPENDS_ON,
          DEVICES,
          ENV,
          HOSTNAME,
          IMAGE_NAME,
          INIT,
          LABELS,
          LOG_FILES,
          NETWORK,
          NO_NEW_PRIVILEGES,
          PRIVILEGED,
          PULL_POLICY,
          READ_ONLY,
          RESTART_POLICY,
          SECCOMP,
          SECRET_CONTENT,
          SECRET_ON_CHANGE,
          STDIN,
          STOP_SIGNAL,
          SYSCTLS,
          TTY,
          USER,
          WORKING_DIR ->
          shortened(value);
    };
  }

  /** What stands for a value that is not there. */
  static String absent(FieldKind field) {
    if (field == PodField.USERNS) {
      return "host";
    }
    return field.isMap() ? "none" : "default";
  }

  /** The elements of a canonical list; null when the text is none. */
  static @Nullable List<String> elements(String value) {
    JsonNode list = parsed(value);
    if (list == null || !list.isArray()) {
      return null;
    }
    List<String> elements = new ArrayList<>(list.size());
    for (JsonNode element : list) {
      elements.add(element.isString() ? element.stringValue() : element.toString());
    }
    return elements;
  }

  /** Words as a shell would read them back. */
  static String joined(List<String> words) {
    List<String> quoted = new ArrayList<>(words.size());
    for (String word : words) {
      boolean plain = !word.isEmpty() && word.chars().noneMatch(c -> c <= ' ' || c == '\'');
      quoted.add(plain ? word : "'" + word.replace("'", "'\\''") + "'");
    }
    return String.join(" ", quoted);
  }

  /** The first digits of a digest, as many as tell two images apart at a glance. */
  static String digest(String value) {
    String hex = value.substring(value.indexOf(':') + 1);
    return printable(hex.substring(0, Math.min(SHORT_DIGEST, hex.length())));
  }

  /** Text of which the middle is left out when it is long. */
  static String shortened(String text) {
    String printable = printable(text);
    int length = printable.codePointCount(0, printable.length());
    if (length <= LONGEST) {
      return printable;
    }
    int head = printable.offsetByCodePoints(0, LONGEST / 2);
    int tail = printable.offsetByCodePoints(printable.length(), -(LONGEST / 2 - 1));
    return printable.substring(0, head) + "…" + printable.substring(tail);
  }

  /** Text that a terminal shows as it is: what would steer it is escaped as in Java. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    printable.append(escape(c));
                default -> printable.appendCodePoint(c);
              }
            });
    return printable.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    };
  }

  private static String words(String value) {
    List<String> elements = elements(value);
    if (elements == null) {
      return shortened(value);
    }
    return elements.isEmpty() ? "none" : shortened(joined(elements));
  }

  private static String entries(String value) {
    JsonNode object = parsed(value);
    if (object == null || !object.isObject()) {
      return shortened(value);
    }
    List<String> texts = new ArrayList<>(object.size());
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      texts.add(entry.getKey() + " " + entry(entry.getKey(), entry.getValue()));
    }
    return shortened(String.join(", ", texts));
  }

  /**
   * The entries in which two canonical objects differ, those of one before those of the other; null
   * when either text is none, or has no entry that the other has not.
   */
  static @Nullable String entriesApart(String before, String after, String between) {
    JsonNode left = parsed(before);
    JsonNode right = parsed(after);
    if (left == null || right == null || !left.isObject() || !right.isObject()) {
      return null;
    }
    String only = entriesBeyond(left, right);
    String others = entriesBeyond(right, left);
    return only.isEmpty() || others.isEmpty() ? null : only + between + others;
  }

  private static String entriesBeyond(JsonNode object, JsonNode other) {
    List<String> texts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!entry.getValue().equals(other.get(entry.getKey()))) {
        texts.add(entry.getKey() + " " + entry(entry.getKey(), entry.getValue()));
      }
    }
    return shortened(String.join(", ", texts));
  }

  private static String entry(String name, JsonNode value) {
    if (value.isArray()) {
      List<String> elements = elements(value.toString());
      return elements == null ? value.toString() : String.join(" ", elements);
    }
    String text = value.isString() ? value.stringValue() : value.toString();
    return switch (name) {
      case "tmpfs" -> text.equals("0") ? "of any size" : bytes(text);
      case "volume" -> text.isEmpty() ? "without a name" : text;
      case "interval", "timeout", "startPeriod", "startInterval", "drain", "deadline" ->
          duration(text);
      default -> text;
    };
  }

  private static @Nullable JsonNode parsed(String value) {
    try {
      return JsonTree.read(value.getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException _) {
      return null;
    }
  }

  private static String bytes(String value) {
    Long bytes = number(value);
    if (bytes == null) {
      return shortened(value);
    }
    if (bytes < 0) {
      return "unlimited";
    }
    int unit = 0;
    long count = bytes;
    while (count >= 1024 && count % 1024 == 0 && unit < BYTE_UNITS.length - 1) {
      count /= 1024;
      unit++;
    }
    return count + BYTE_UNITS[unit];
  }

  private static String cpus(String value) {
    Long milli = number(value);
    return milli == null
        ? shortened(value)
        : BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
  }

  /** A time in milliseconds, as {@code 1m30s}. */
  static String duration(String value) {
    Long millis = number(value);
    return millis == null ? shortened(value) : duration(Duration.ofMillis(millis));
  }

  /** {@code 1m30s}. */
  static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    String minutes = seconds < 60 ? "" : seconds / 60 + "m";
    return minutes + (seconds % 60 == 0 && seconds >= 60 ? "" : seconds % 60 + "s");
  }

  private static boolean isUnlimited(String value) {
    return value.equals("-1");
  }

  private static @Nullable Long number(String value) {
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
