package dev.jpod.model;

import java.util.List;

/** Where the content of a config or a secret comes from. */
public sealed interface ContentSource {
  /** A file on the host; the path is absolute, or relative to the working folder of the run. */
  record File(String path) implements ContentSource {}

  /** Text that stands in the manifest itself. */
  record Inline(String content) implements ContentSource {
    @Override
    public String toString() {
      return "Inline[" + content.length() + " characters]";
    }
  }

  /** The value of an environment variable of the run. */
  record Environment(String variable) implements ContentSource {}

  /** The standard output of a program, started without a shell. */
  record Command(List<String> argv) implements ContentSource {
    public Command {
      argv = List.copyOf(argv);
    }
  }
}
