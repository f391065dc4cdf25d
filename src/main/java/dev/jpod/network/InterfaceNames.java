package dev.jpod.network;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * What a store calls its things in the kernel. Every name holds the store's tag, so that two stores
 * never take each other's for their own; names of interfaces have at most 15 characters.
 *
 * @param tag six hexadecimal digits
 */
public record InterfaceNames(String tag) {
  private static final int TAG_DIGITS = 6;
  private static final int BRIDGE_DIGITS = 5;
  private static final int LINK_DIGITS = 6;

  public InterfaceNames {
    if (tag.length() != TAG_DIGITS || !isHexadecimal(tag, 0)) {
      throw new IllegalArgumentException("'" + tag + "' is not the tag of a store");
    }
  }

  /** The names of the store that lies in a folder. */
  public static InterfaceNames of(Path root) {
    return new InterfaceNames(digest(root.toString()).substring(0, TAG_DIGITS));
  }

  /** A bridge's name for a network, other than those that are taken. */
  public String bridge(String network, Set<String> taken) {
    return free(bridgePrefix(), network, BRIDGE_DIGITS, taken);
  }

  /** A name for the host's end of a pod's link to a network, other than those that are taken. */
  public String link(String pod, String network, Set<String> taken) {
    return free(linkPrefix(), pod + " " + network, LINK_DIGITS, taken);
  }

  /** Whether an interface is a bridge of this store. */
  public boolean isBridge(String name) {
    return isOf(bridgePrefix(), BRIDGE_DIGITS, name);
  }

  /** Whether an interface is the host's end of a link of this store. */
  public boolean isLink(String name) {
    return isOf(linkPrefix(), LINK_DIGITS, name);
  }

  /** How the names of all bridges of this store start. */
  public String bridgePrefix() {
    return "jp" + tag + "b";
  }

  /** The name of the store's table of firewall rules, in the family {@code inet}. */
  public String table() {
    return "jpod_" + tag;
  }

  /** A number that is the same for the same store and lies between 0 and 2^24 - 1. */
  public int number() {
    return HexFormat.fromHexDigits(tag);
  }

  private String linkPrefix() {
    return "jp" + tag + "v";
  }

  private static boolean isOf(String prefix, int digits, String name) {
    return name.length() == prefix.length() + digits
        && name.startsWith(prefix)
        && isHexadecimal(name, prefix.length());
  }

  private static String free(String prefix, String of, int digits, Set<String> taken) {
    for (int attempt = 0; ; attempt++) {
      String name = prefix + digest(attempt == 0 ? of : of + " " + attempt).substring(0, digits);
      if (!taken.contains(name)) {
        return name;
      }
    }
  }

  private static boolean isHexadecimal(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
