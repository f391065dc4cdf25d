package dev.jpod.manifest;

/**
 * Where something stands.
 *
 * @param file as the user named it, or {@code --set PATH} for what the command line sets
 * @param line from 1; 0 where there are no lines
 * @param column from 1, in characters; 0 where there are no lines
 */
public record Place(String file, int line, int column) {
  /** A place without lines, such as an argument of the command line. */
  static Place outsideOfFiles(String name) {
    return new Place(name, 0, 0);
  }

  /** File and line, as {@code stack.yaml:12}. */
  public String fileAndLine() {
    return line == 0 ? file : file + ":" + line;
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
