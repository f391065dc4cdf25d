package dev.jpod.apply;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Values that occur nowhere by chance, found as they are, in base64 and in hexadecimal digits. */
final class Sentinels {
  private final SecureRandom random = new SecureRandom();
  private final List<String> forms = new CopyOnWriteArrayList<>();

  /** Another value, to be looked for from now on. */
  String fresh() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    String value = "Sentinel-" + HexFormat.of().formatHex(bytes);
    byte[] text = value.getBytes(StandardCharsets.US_ASCII);
    List<String> added = new ArrayList<>(List.of(value));
    for (int skipped = 0; skipped < 3; skipped++) {
      // inside of a longer text, base64 can begin at any of three places; its ends may differ
      byte[] shifted = new byte[text.length - skipped];
      System.arraycopy(text, skipped, shifted, 0, shifted.length);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      added.add(base64.substring(0, base64.length() - 2));
    }
    String hex = HexFormat.of().formatHex(text);
    added.add(hex);
    added.add(hex.toUpperCase(Locale.ROOT));
    forms.addAll(added);
    return value;
  }

  /** The values that a text has in it. */
  List<String> in(String text) {
    return forms.stream().filter(text::contains).toList();
  }

  List<String> in(byte[] content) {
    return in(new String(content, StandardCharsets.ISO_8859_1));
  }

  /** Looks at the processes of the host until it is closed. */
  ProcessWatch watch() {
    return new ProcessWatch(this);
  }
}
