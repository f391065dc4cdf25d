package dev.jpod.registry;

import java.util.Locale;

/** How far a registry must prove who it is. */
enum Security {
  /** TLS, and a certificate that is checked. */
  VERIFIED,
  /** On this host itself: TLS where it is spoken, and then checked; else without. */
  LOOPBACK,
  /** TLS without a check, or none. */
  UNVERIFIED;

  /** Whether a host of a URI is this host, judged by its name alone. */
  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.equals("::1")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
