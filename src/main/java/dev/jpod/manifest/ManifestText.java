package dev.jpod.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of one manifest file; it may hold several YAML documents, or JSON.
 *
 * @param displayName how messages name the file, for example {@code stack.yaml} or {@code <stdin>}
 * @param baseFolder the absolute path of the folder that relative paths in the text start from
 */
public record ManifestText(String displayName, String baseFolder, String text) {
  /** Larger manifests are refused unread. */
  public static final int LARGEST = 2 << 20;

  public ManifestText {
    if (!baseFolder.startsWith("/")) {
      throw new IllegalArgumentException("the base folder '" + baseFolder + "' is not absolute");
    }
  }

  /**
   * Decodes the bytes of a file.
   *
   * @throws InvalidManifest when there are more than {@link #LARGEST} bytes or they are not UTF-8
   */
  public static ManifestText decode(String displayName, String baseFolder, byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw new InvalidManifest(List.of(tooLarge(displayName)));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return new ManifestText(displayName, baseFolder, text);
    } catch (CharacterCodingException notUtf8) {
      Place place = placeOf(displayName, bytes, in.position());
      throw new InvalidManifest(
          List.of(
              new Problem(place, "", "the file is not UTF-8 text", "save it in UTF-8 encoding")));
    }
  }

  static Problem tooLarge(String displayName) {
    return new Problem(
        new Place(displayName, 1, 1),
        "",
        "the manifest is larger than 2 MiB",
        "move large contents into files and name them under 'configs:'");
  }

  private static Place placeOf(String displayName, byte[] bytes, int offset) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < offset; i++) {
      if (bytes[i] == '\n') {
        line++;
        column = 1;
      } else if ((bytes[i] & 0xC0) != 0x80) {
        column++;
      }
    }
    return new Place(displayName, line, column);
  }
}
