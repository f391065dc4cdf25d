package dev.jpod.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An OCI image layout in a folder. Only plain files in it count, never what a link points to. */
final class LayoutFolder implements ImageArchive {
  private final Path folder;
  private final Staging staging;
  private final long limit;
  private final Map<String, StagedBlob> known = new HashMap<>();

  LayoutFolder(Path folder, Staging staging, UnpackLimits limits) {
    this.folder = folder;
    this.staging = staging;
    this.limit = limits.bytes();
  }

  @Override
  public @Nullable StagedBlob find(String name) throws IOException {
    StagedBlob staged = known.get(name);
    Path file = folder.resolve(name);
    if (staged == null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        staged = staging.keep(in, limit);
      }
      known.put(name, staged);
    }
    return staged;
  }
}
