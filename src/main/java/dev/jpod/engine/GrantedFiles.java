package dev.jpod.engine;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.jpod.model.Instance;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The files that the engine makes for a container of its configs and its secrets. They are written
 * in place, because a running container has them mounted. Secrets lie in memory only.
 */
final class GrantedFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final SecretFolder memory;

  GrantedFiles(SecretFolder memory) {
    this.memory = memory;
  }

  /** Where one config or secret lies on the host. */
  static Path place(ContainerFiles files, GrantedFile file) {
    return place(files, file.grant().target(), file.sensitivity());
  }

  /** Where the config or secret lies on the host that a container sees at a path. */
  static Path place(ContainerFiles files, String target, Sensitivity sensitivity) {
    // The target becomes a name that cannot leave the folder.
    String name = HexFormat.of().formatHex(target.getBytes(StandardCharsets.UTF_8));
    String shortName = name.length() <= 200 ? name : Sha256.hex(name);
    return folder(files, sensitivity).resolve(shortName);
  }

  /** Writes all of them, each to the inode that it has. */
  void write(ContainerFiles files, Instance instance, Owners owners) {
    try {
      makeFolder(files.files());
      for (GrantedFile file : instance.files()) {
        if (file.sensitivity() == Sensitivity.SECRET) {
          memory.make(files);
        }
        write(
            place(files, file),
            file.content().bytes(),
            file.grant().mode(),
            owners.user(file.grant().uid()),
            owners.group(file.grant().gid()));
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, files.files(), "be written");
    }
  }

  private static Path folder(ContainerFiles files, Sensitivity sensitivity) {
    return switch (sensitivity) {
      case OPEN -> files.files();
      case SECRET -> files.secrets();
    };
  }

  static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, OWNER_ONLY_FOLDER);
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  /** Who reads the file meanwhile sees old bytes behind new ones, but never an empty file. */
  static void write(Path file, byte[] content, int mode, int uid, int gid) throws IOException {
    try (FileChannel channel = FileChannel.open(file, EnumSet.of(CREATE, WRITE), OWNER_ONLY_FILE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.truncate(content.length);
    }
    Files.setAttribute(file, "unix:uid", uid);
    Files.setAttribute(file, "unix:gid", gid);
    Files.setAttribute(file, "unix:mode", mode);
  }
}
