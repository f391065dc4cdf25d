package dev.jpod.host;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/** How much there is in files. */
public final class DiskUsage {
  private DiskUsage() {}

  /**
   * The bytes of a file, or of the regular files in a folder and below it, each counted once
   * however many names it has. Links are not followed, and what is mounted below is left out. What
   * vanishes meanwhile, and what is not there, has none.
   */
  public static long of(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    Count count = new Count(device(folder));
    Files.walkFileTree(folder, count);
    return count.bytes;
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }

  private static final class Count extends SimpleFileVisitor<Path> {
    private final Set<Object> seen = new HashSet<>();
    private final Object device;
    private long bytes;

    Count(Object device) {
      this.device = device;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      try {
        return device(folder).equals(device)
            ? FileVisitResult.CONTINUE
            : FileVisitResult.SKIP_SUBTREE;
      } catch (NoSuchFileException e) {
        return FileVisitResult.SKIP_SUBTREE;
      }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && seen.add(attributes.fileKey())) {
        bytes += attributes.size();
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException reason) {
      return FileVisitResult.CONTINUE;
    }
  }
}
