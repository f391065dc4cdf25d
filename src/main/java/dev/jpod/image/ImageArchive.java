package dev.jpod.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Named content that came from outside: an archive or a folder. */
sealed interface ImageArchive permits TarArchive, LayoutFolder {
  /** The content of a name, staged; null when there is no such name. */
  @Nullable StagedBlob find(String name) throws IOException;

  /** The same for a name that must be there. */
  default StagedBlob require(String name) throws IOException {
    StagedBlob found = find(name);
    if (found == null) {
      throw Json.wrong("the image archive", "'" + EntryName.shown(name) + "' is missing");
    }
    return found;
  }
}
