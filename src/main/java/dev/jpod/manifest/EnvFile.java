package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The variables of a file of {@code NAME=value} lines, as {@code --env-file} and a container's
 * {@code envFile} name it.
 *
 * <p>Empty lines and lines that start with {@code #} mean nothing; {@code export} may stand in
 * front. A value without quotes ends before {@code #} with a space in front, and loses the spaces
 * around it. In single quotes everything is literal; in double quotes {@code \n}, {@code \r},
 * {@code \t}, {@code \"}, {@code \\} and {@code \$} are escapes; both may span lines. Variables are
 * not replaced. A name without {@code =} passes the variable of that name on.
 *
 * @param values name to value; of two lines with one name the later wins
 * @param passedOn names that stand without a value
 */
public record EnvFile(Map<String, String> values, Set<String> passedOn) {
  public EnvFile {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    passedOn = Collections.unmodifiableSet(new LinkedHashSet<>(passedOn));
  }

  /**
   * Reads the text of a file.
   *
   * @throws InvalidManifest with all lines that have no such form; it never quotes a value
   */
  public static EnvFile parse(String displayName, String text) {
    return new EnvFileParser(displayName, text).parse();
  }

  /** The values, with those of the names that are passed on taken from an environment. */
  public Map<String, String> resolved(Map<String, String> environment) {
    Map<String, String> resolved = new LinkedHashMap<>(values);
    for (String name : passedOn) {
      String value = environment.get(name);
      if (value != null) {
        resolved.put(name, value);
      }
    }
    return resolved;
  }

  /** Whether a container's environment can hold the name. */
  static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '=' || c == ' ' || Character.isISOControl(c)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    List<String> names = new ArrayList<>(values.keySet());
    names.addAll(passedOn);
    return "EnvFile" + names;
  }
}
