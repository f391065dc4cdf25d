package dev.jpod.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Looks for a program in a running container as its runtime will, which has no words for a person.
 * Only what is certain is refused: whether a user may execute what is there is left to the kernel.
 */
final class ProgramSearch {
  private static final String PATH = "PATH=";

  private final ImageView root;
  private final String container;

  /**
   * @param root what the container has below its root folder
   * @param container its name
   */
  ProgramSearch(ImageView root, String container) {
    this.root = root;
    this.container = container;
  }

  /**
   * Searches for the folder and for the first word of a process.
   *
   * @throws NotInvocable when one of them is not there, or the word is no program
   */
  void require(JsonNode process) throws IOException {
    String folder = process.required("cwd").stringValue();
    if (root.folder(folder) == null) {
      throw NotInvocable.withoutFolder(folder, container);
    }
    String program = process.required("args").required(0).stringValue();
    if (program.indexOf('/') < 0) {
      requireInPath(program, process);
    } else {
      requireAt(program, folder);
    }
  }

  private void requireInPath(String program, JsonNode process) throws IOException {
    String path = path(process);
    if (path == null || program.isEmpty()) {
      return;
    }
    for (String folder : path.split(":", -1)) {
      if (!folder.startsWith("/") || isExecutable(root.file(folder + "/" + program))) {
        return;
      }
    }
    throw NotInvocable.notInPath(program, container, path);
  }

  private static @Nullable String path(JsonNode process) {
    for (JsonNode variable : process.required("env")) {
      if (variable.stringValue().startsWith(PATH)) {
        return variable.stringValue().substring(PATH.length());
      }
    }
    return null;
  }

  private void requireAt(String program, String folder) throws IOException {
    String place = program.startsWith("/") ? program : folder + "/" + program;
    Path file = root.file(place);
    if (file == null && root.folder(place) == null) {
      throw NotInvocable.missing(program, container);
    }
    if (!isExecutable(file)) {
      throw NotInvocable.notExecutable(program, container);
    }
  }

  private static boolean isExecutable(@Nullable Path file) throws IOException {
    if (file == null) {
      return false;
    }
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    return permissions.contains(PosixFilePermission.OWNER_EXECUTE)
        || permissions.contains(PosixFilePermission.GROUP_EXECUTE)
        || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
  }
}
