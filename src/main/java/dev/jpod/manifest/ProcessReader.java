package dev.jpod.manifest;

import dev.jpod.model.ProcessSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs in a container: command, environment, user, limits of the process. */
final class ProcessReader {
  private ProcessReader() {}

  static ProcessSpec read(MapReader map, StackDraft draft) {
    Value command = map.get("command");
    Value args = map.get("args");
    Value workingDir = map.get("workingDir");
    return new ProcessSpec(
        command == null ? null : Commands.read(command),
        args == null ? null : Commands.arguments(args),
        EnvReader.read(map, draft),
        envFiles(map),
        workingDir == null ? null : ContainerPaths.read(workingDir),
        user(map),
        groups(map),
        UlimitReader.read(map),
        map.flag("init"),
        map.flag("tty"),
        map.flag("stdin"));
  }

  private static List<String> envFiles(MapReader map) {
    Value value = map.get("envFile");
    if (value == null) {
      return List.of();
    }
    List<String> files = new ArrayList<>();
    for (Value item : value.itemsOrItself()) {
      String path = HostPaths.read(item);
      if (path != null) {
        files.add(path);
      }
    }
    return files;
  }

  private static @Nullable String user(MapReader map) {
    Value value = map.get("user");
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return null;
    }
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    boolean fits = isAccount(user) && (colon < 0 || isAccount(text.substring(colon + 1)));
    if (!fits) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not a user",
          "write a name or a number, and after a colon a group, such as 1000:1000");
      return null;
    }
    return text;
  }

  private static List<String> groups(MapReader map) {
    Value value = map.get("groups");
    if (value == null) {
      return List.of();
    }
    List<String> groups = new ArrayList<>();
    for (Value item : value.items()) {
      String group = item.line();
      if (group != null && !isAccount(group)) {
        item.problem("'" + Quote.shortened(group) + "' is not a group", "write a name or a number");
      } else if (group != null) {
        groups.add(group);
      }
    }
    return groups;
  }

  /** A name as it stands in passwd or group, or a number that fits the kernel's 32 bits. */
  private static boolean isAccount(String text) {
    boolean number = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      number &= c >= '0' && c <= '9';
      if (c == ':' || c == '/' || c == ' ' || c == ',') {
        return false;
      }
    }
    if (!number) {
      return !text.isEmpty() && text.charAt(0) != '-' && text.length() <= 256;
    }
    return text.length() <= 10 && Long.parseLong(text) < (1L << 32) - 1;
  }
}
