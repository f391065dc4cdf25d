package dev.jpod.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many bytes have passed the links of a network namespace, loopback left out.
 *
 * @param received by the namespace
 * @param sent by the namespace
 */
public record LinkCounters(long received, long sent) {
  private static final LinkCounters NONE = new LinkCounters(0, 0);
  private static final int SENT = 8;

  /** The counters of the namespace that a process is in; zeros when it has gone. */
  public static LinkCounters of(long pid) {
    try {
      return parse(
          new String(
              Files.readAllBytes(Path.of("/proc/" + pid + "/net/dev")), StandardCharsets.US_ASCII));
    } catch (IOException gone) {
      return NONE;
    }
  }

  /** The counters that a text of the form of /proc/net/dev tells. */
  static LinkCounters parse(String text) {
    long received = 0;
    long sent = 0;
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon < 0 || line.substring(0, colon).strip().equals("lo")) {
        continue;
      }
      String[] numbers = line.substring(colon + 1).strip().split(" +", -1);
      received += Long.parseLong(numbers[0]);
      sent += Long.parseLong(numbers[SENT]);
    }
    return new LinkCounters(received, sent);
  }
}
