package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.List;

/** Programs with their arguments: always a list, so nothing is ever split at spaces. */
final class Commands {
  private Commands() {}

  /** The program and its arguments; a problem when there is no program. */
  static List<String> read(Value value) {
    List<String> argv = arguments(value);
    if (value.isList() && value.items().isEmpty()) {
      value.problem("is an empty command", "name a program, or remove the field");
    } else if (!argv.isEmpty() && argv.getFirst().isEmpty()) {
      value.problem("has an empty program name", "name a program");
    }
    return argv;
  }

  /**
   * A program of the host with its arguments; a program with a slash starts from the file's folder.
   */
  static List<String> ofHost(Value value) {
    List<String> argv = new ArrayList<>(read(value));
    if (!argv.isEmpty() && argv.getFirst().indexOf('/') > 0) {
      String program = HostPaths.resolve(argv.getFirst(), value);
      argv.set(0, program == null ? "" : program);
    }
    return argv;
  }

  static List<String> arguments(Value value) {
    if (value.isText() && !value.isNull()) {
      value.problem(
          "is text, but should be a list",
          "write [sh, -c, '…'] for a shell, or a list such as [nginx, -g, 'daemon off;']");
      return List.of();
    }
    List<String> arguments = new ArrayList<>();
    for (Value item : value.items()) {
      String text = item.text();
      if (text != null) {
        arguments.add(text);
      }
    }
    return arguments;
  }
}
