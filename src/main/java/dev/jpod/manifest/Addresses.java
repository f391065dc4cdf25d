package dev.jpod.manifest;

import dev.jpod.model.IpAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Literal IP and hardware addresses as fields have them. */
final class Addresses {
  private static final int MAC_LENGTH = 17;

  private Addresses() {}

  /** The address, or null and a problem. */
  static @Nullable IpAddress read(Value value) {
    String text = value.line();
    if (text == null) {
      return null;
    }
    IpAddress address = IpAddress.parse(text);
    if (address == null) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not an IP address",
          "write it as 10.0.0.1 or fd00::1");
    }
    return address;
  }

  /** The hardware address of one interface in lower case. */
  static String mac(String text) throws Mistake {
    String mac = text.toLowerCase(Locale.ROOT);
    if (!isMac(mac)) {
      throw new Mistake(
          "'" + Quote.shortened(text) + "' is not a hardware address",
          "write it as 02:42:ac:11:00:02");
    }
    if ("13579bdf".indexOf(mac.charAt(1)) >= 0) {
      throw new Mistake(
          "'" + text + "' is a hardware address of many", "make its second digit even, such as 2");
    }
    if (mac.equals("00:00:00:00:00:00")) {
      throw new Mistake("'" + text + "' stands for no hardware address", "start it with 02");
    }
    return mac;
  }

  private static boolean isMac(String text) {
    if (text.length() != MAC_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = i % 3 == 2 ? c == ':' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
