package dev.jpod.store;

import dev.jpod.host.DurableFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folders of containers and of pods, each named by its id. */
final class RecordFolders {
  private static final int ID_LENGTH = 64;

  private RecordFolders() {}

  /** Whether a text is 64 lower-case hexadecimal digits. */
  static boolean isId(String text) {
    if (text.length() != ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < ID_LENGTH; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  /** The ids of the folders in a folder; none where that is missing. */
  static List<String> ids(Path parent) {
    List<String> ids = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (isId(name)) {
          ids.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw DiskFailure.of(e, parent, "be read");
    }
    return ids;
  }

  /** Whether a folder holds anything but files that are being written. */
  static boolean hasContent(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!entry.getFileName().toString().startsWith(DurableFile.TEMPORARY_PREFIX)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw DiskFailure.of(e, folder, "be read");
    }
  }
}
