package dev.jpod.transfer;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.registry.WebFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Files with simple signatures, kept apart from a registry: for each manifest a folder beside that
 * of its repository, in the form of the containers tools' signature protocols.
 *
 * @param base what {@code registries.d} says
 */
record Lookaside(URI base, ImageReference image, Supplier<WebFiles> web) {

  /** The files of a manifest or an index. */
  List<byte[]> files(Digest signed) {
    String folder =
        trimmed(base.getPath()) + "/" + image.repository() + "@sha256=" + signed.hex() + "/";
    String name = image.name() + "@" + signed;
    if (base.getScheme().toLowerCase(Locale.ROOT).equals("file")) {
      return NumberedFiles.all(
          number -> SignatureFile.at(Path.of(folder + "signature-" + number)), name);
    }
    try (WebFiles files = web.get()) {
      return NumberedFiles.all(
          number -> files.read(at(folder + "signature-" + number), SignatureFile.LARGEST), name);
    }
  }

  private URI at(String path) {
    try {
      return new URI(base.getScheme(), base.getAuthority(), path, base.getQuery(), null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path below a valid place is valid", e);
    }
  }

  private static String trimmed(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}
