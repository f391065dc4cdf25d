package dev.jpod.engine;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;

/**
 * A program cannot be run in a container, because it is not there, is no program or has no folder
 * to run in.
 */
public final class NotInvocable extends JpodException {
  private static final long serialVersionUID = 1L;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private final int exitCode;

  private NotInvocable(int exitCode, String message, String hint) {
    super(Failure.FAILED, message, hint);
    this.exitCode = exitCode;
  }

  /** There is nothing of that name, which is looked for in the folders of the path. */
  static NotInvocable notInPath(String program, String container, String path) {
    return new NotInvocable(
        NOT_FOUND,
        "'" + program + "' is not in the PATH of container '" + container + "'",
        "its PATH is " + path + "; a program elsewhere is named by its full path");
  }

  /** There is nothing at that place. */
  static NotInvocable missing(String program, String container) {
    return new NotInvocable(
        NOT_FOUND,
        "there is no '" + program + "' in container '" + container + "'",
        "see whether the image has the program");
  }

  /** What is there is a folder, or a file that nobody may execute. */
  static NotInvocable notExecutable(String program, String container) {
    return new NotInvocable(
        NOT_EXECUTABLE,
        "'" + program + "' in container '" + container + "' is not executable",
        "name a program; a script without the permission runs by 'sh SCRIPT'");
  }

  /** The folder that it should run in is none. */
  static NotInvocable withoutFolder(String folder, String container) {
    return new NotInvocable(
        NOT_EXECUTABLE,
        "there is no folder '" + folder + "' in container '" + container + "'",
        "name another one with -w, for example -w /");
  }

  /** The code by which shells tell the two cases: 127 for what is not there, else 126. */
  public int exitCode() {
    return exitCode;
  }
}
