package dev.jpod.manifest;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists of Linux capabilities, with or without {@code CAP_} in front, in either case. */
final class Capabilities {
  private static final String ALL = "ALL";

  /** The capabilities of Linux 6.x, by capabilities(7). */
  private static final String KNOWN =
      " AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN"
          + " DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE"
          + " LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE"
          + " NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN"
          + " SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO"
          + " SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM ";

  private Capabilities() {}

  /** The names with {@code CAP_} in front, or {@code ALL}. */
  static Set<String> read(MapReader map, String field) {
    Set<String> names = new LinkedHashSet<>();
    for (Value item : map.items(field)) {
      String name = name(item);
      if (name != null && !names.add(name)) {
        item.problem("'" + name + "' is given twice", "remove one of them");
      }
    }
    return names;
  }

  private static @Nullable String name(Value item) {
    String text = item.line();
    if (text == null) {
      return null;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    String bare = upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
    if (bare.equals(ALL)) {
      return ALL;
    }
    if (bare.isEmpty() || bare.indexOf(' ') >= 0 || !KNOWN.contains(" " + bare + " ")) {
      item.problem(
          "there is no capability '" + Quote.shortened(text) + "'",
          Spelling.hint(bare, Arrays.asList(KNOWN.strip().split(" "))));
      return null;
    }
    return "CAP_" + bare;
  }
}
