package dev.jpod.image;

import dev.jpod.host.PlainFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An OCI image layout in a folder. Only plain files in it count, never what a link points to. */
final class LayoutFolder implements ImageArchive {
  private final PlainFiles files;
  private final Staging staging;
  private final long limit;
  private final Map<String, StagedBlob> known = new HashMap<>();

  LayoutFolder(Path folder, Staging staging, UnpackLimits limits) {
    this.files = new PlainFiles(folder);
    this.staging = staging;
    this.limit = limits.bytes();
  }

  @Override
  public @Nullable StagedBlob find(String name) throws IOException {
    StagedBlob staged = known.get(name);
    if (staged != null) {
      return staged;
    }
    try (InputStream in = Channels.newInputStream(files.open(name))) {
      staged = staging.keep(in, limit);
    } catch (NoSuchFileException e) {
      return null;
    }
    known.put(name, staged);
    return staged;
  }
}
