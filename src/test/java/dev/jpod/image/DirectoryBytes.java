package dev.jpod.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.jpod.host.OpenDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names as the kernel has them, which Java's text would depend on the locale to show. */
final class DirectoryBytes {
  private DirectoryBytes() {}

  /** The names in a folder, in hexadecimal digits. */
  static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path path : (Iterable<Path>) found::iterator) {
        String uri = path.toUri().getRawPath();
        names.add(hexOf(uri.substring(uri.lastIndexOf('/') + 1)));
      }
    }
    return names;
  }

  /** Where a symbolic link points to, in hexadecimal digits. */
  static String target(Path folder, String link) throws IOException {
    try (OpenDirectory opened = OpenDirectory.open(folder)) {
      return HexFormat.of().formatHex(opened.readLink(link.getBytes(US_ASCII)));
    }
  }

  /** A file URI writes every byte that is not plain as %XX, whatever the locale. */
  private static String hexOf(String uriPath) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < uriPath.length(); i++) {
      char c = uriPath.charAt(i);
      if (c == '%') {
        hex.append(uriPath, i + 1, i + 3);
        i += 2;
      } else {
        hex.append(HexFormat.of().toHexDigits((byte) c));
      }
    }
    return hex.toString().toLowerCase(Locale.ROOT);
  }
}
