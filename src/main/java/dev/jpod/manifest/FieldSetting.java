package dev.jpod.manifest;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;

/**
 * A field that the command line sets, as {@code pods.web.ports[0]=8080:80}.
 *
 * @param path as it was written, for messages
 * @param steps the keys on the way; a step of {@code [n]} is the n-th item of a list
 * @param value taken literally, with its type by YAML's rules for a plain scalar
 */
record FieldSetting(String path, List<String> steps, String value) {
  private static final int LONGEST_INDEX = 4;

  FieldSetting {
    steps = List.copyOf(steps);
  }

  static FieldSetting parse(String setting) {
    int equals = setting.indexOf('=');
    if (equals <= 0) {
      throw wrong(setting);
    }
    String path = setting.substring(0, equals);
    List<String> steps = new ArrayList<>();
    StringBuilder step = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\\' && i + 1 < path.length()) {
        step.append(path.charAt(++i));
      } else if (c == '.') {
        add(step, steps, setting);
      } else if (c == '[') {
        add(step, steps, setting);
        int end = path.indexOf(']', i);
        if (end < 0 || !isIndex(path, i + 1, end)) {
          throw wrong(setting);
        }
        step.append(path, i, end + 1);
        i = end;
      } else {
        step.append(c);
      }
    }
    add(step, steps, setting);
    if (steps.size() < 2) {
      throw wrong(setting);
    }
    return new FieldSetting(path, steps, setting.substring(equals + 1));
  }

  /** The index that a step stands for, or -1 for a key. */
  static int indexOf(String step) {
    return step.charAt(0) == '[' ? Integer.parseInt(step, 1, step.length() - 1, 10) : -1;
  }

  Place place() {
    return Place.outsideOfFiles("--set " + path);
  }

  private static boolean isIndex(String text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return end > from && end - from <= LONGEST_INDEX;
  }

  private static void add(StringBuilder step, List<String> steps, String setting) {
    if (step.isEmpty()) {
      throw wrong(setting);
    }
    steps.add(step.toString());
    step.setLength(0);
  }

  private static JpodException wrong(String setting) {
    return new JpodException(
        Failure.USAGE,
        "'--set " + setting.replaceFirst("=.*", "=…") + "' is neither a variable nor a field",
        "write --set NAME=VALUE or --set pods.web.replicas=3");
  }
}
