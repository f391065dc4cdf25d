package dev.jpod.store;

import dev.jpod.host.DurableFile;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** What stood in files that the texts of revisions name: a file each, by its SHA-256, for all. */
final class RevisionContents {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;

  RevisionContents(Path folder) {
    this.folder = folder;
  }

  /** Keeps a content; one that is there stays as it is. */
  void keep(Digest digest, byte[] content) {
    Path file = file(digest);
    try {
      if (!Files.exists(file) || Files.size(file) != content.length) {
        Files.createDirectories(folder);
        DurableFile.write(file, content, OWNER_ONLY);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be written");
    }
  }

  byte[] read(Digest digest) {
    Path file = file(digest);
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw damaged(file, "is missing");
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be read");
    }
    if (!sha256(content).equals(digest)) {
      throw damaged(file, "is not what its name says");
    }
    return content;
  }

  /** Removes what none of these revisions names. */
  void keepOnly(List<StackRevision> revisions) {
    Set<String> named = new HashSet<>();
    for (StackRevision revision : revisions) {
      revision.contents().forEach(content -> named.add(content.digest().hex()));
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!named.contains(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw DiskFailure.of(e, folder, "be tidied");
    }
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.hex());
  }

  private static JpodException damaged(Path file, String how) {
    return JpodException.failed(
        "the content '" + file + "' of a revision " + how,
        "restore it from a backup, or go to another revision");
  }

  private static Digest sha256(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return Digest.sha256(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
