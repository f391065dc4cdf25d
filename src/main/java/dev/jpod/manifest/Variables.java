package dev.jpod.manifest;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the command line and the surroundings say to a manifest: the values of its variables, and
 * fields that are set from outside. For a variable {@code --set} wins over the environment, and the
 * environment over {@code --env-file}, as in Compose.
 */
public final class Variables {
  /** What {@code --set} does, for its help text. */
  public static final String SET_HELP =
      "NAME=VALUE sets the variable ${NAME}; a name with dots sets a field, as pods.web.replicas=3,"
          + " pods.web.ports[0]=8080:80 or pods.web.labels.a\\.b=x (null removes it)";

  /** No variables at all. */
  public static final Variables NONE = new Variables(Map.of(), Map.of(), Map.of(), List.of());

  private final Map<String, String> set;
  private final Map<String, String> environment;
  private final Map<String, String> envFile;
  private final List<FieldSetting> fields;

  private Variables(
      Map<String, String> set,
      Map<String, String> environment,
      Map<String, String> envFile,
      List<FieldSetting> fields) {
    this.set = set;
    this.environment = environment;
    this.envFile = envFile;
    this.fields = fields;
  }

  /**
   * Gathers the three sources.
   *
   * @param settings the values of {@code --set}, each {@code NAME=VALUE} or {@code a.b.c=VALUE}; of
   *     two with one name the later wins
   * @throws JpodException of kind {@link Failure#USAGE} when a setting has neither form
   */
  public static Variables of(
      Map<String, String> environment, Map<String, String> envFile, List<String> settings) {
    Map<String, String> set = new HashMap<>();
    List<FieldSetting> fields = new ArrayList<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String name = setting.substring(0, Math.max(equals, 0));
      if (isName(name)) {
        set.put(name, setting.substring(equals + 1));
      } else {
        fields.add(FieldSetting.parse(setting));
      }
    }
    return new Variables(set, environment, envFile, fields);
  }

  /**
   * The variables of an earlier reading.
   *
   * @param used what it asked for and was told: {@link StackReader.Read#variables}
   */
  public static Variables again(Map<String, String> used) {
    Map<String, String> values = new TreeMap<>();
    List<FieldSetting> fields = new ArrayList<>();
    for (Map.Entry<String, String> entry : used.entrySet()) {
      if (isName(entry.getKey())) {
        values.put(entry.getKey(), entry.getValue());
      } else {
        fields.add(FieldSetting.parse(entry.getKey() + "=" + entry.getValue()));
      }
    }
    return new Variables(Map.of(), values, Map.of(), fields);
  }

  /** The value of a variable, or null when it is not set. */
  @Nullable String get(String name) {
    String value = set.get(name);
    if (value == null) {
      value = environment.get(name);
    }
    return value == null ? envFile.get(name) : value;
  }

  /** The user's home folder, for paths that start with {@code ~}. */
  @Nullable String home() {
    return environment.get("HOME");
  }

  List<FieldSetting> fields() {
    return fields;
  }

  /** Whether the text is a letter or underscore, followed by letters, digits and underscores. */
  static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isNamePart(text.charAt(i), i)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isNamePart(char c, int index) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (index > 0 && c >= '0' && c <= '9');
  }

  /** Counts only: values may be secrets. */
  @Override
  public String toString() {
    return "Variables["
        + (set.size() + environment.size() + envFile.size())
        + " variables, "
        + fields.size()
        + " fields]";
  }
}
