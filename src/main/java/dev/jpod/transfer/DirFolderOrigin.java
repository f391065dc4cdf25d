package dev.jpod.transfer;

import dev.jpod.model.Digest;
import java.nio.file.Path;

/**
 * An image in the files of a folder, as skopeo writes them for {@code dir:}: {@code manifest.json},
 * the blobs by their digits, and of an index its manifests as {@code <digits>.manifest.json}.
 */
final class DirFolderOrigin extends FolderOrigin {
  static final String MANIFEST = "manifest.json";

  DirFolderOrigin(Path folder) {
    super(folder);
  }

  @Override
  String blob(Digest digest) {
    return digest.hex();
  }

  @Override
  public Document manifest() {
    return document(MANIFEST);
  }

  @Override
  public Document manifest(Digest digest) {
    return document(digest.hex() + "." + MANIFEST, digest);
  }
}
