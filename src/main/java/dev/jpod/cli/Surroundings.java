package dev.jpod.cli;

import dev.jpod.host.HostUser;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a command line finds around it: its three streams, the environment, the working folder,
 * which of the streams are terminals, and who runs it.
 *
 * @param locale the value that decides about characters, for example {@code de_DE.UTF-8} or {@code
 *     C}; empty when nothing is said
 */
record Surroundings(
    InputStream in,
    OutputStream out,
    OutputStream err,
    Map<String, String> environment,
    Path directory,
    Terminals terminals,
    String locale,
    Caller caller) {

  /**
   * Who runs it.
   *
   * @param run the folder of what an ordinary user has until the next boot; empty for root
   * @param refusal why his namespaces could not be joined; empty when they were, or need not be
   * @param note where the launcher notes them; empty for root, and for a caller that is in them
   */
  record Caller(HostUser user, String run, String refusal, String note) {
    static final Caller ROOT = new Caller(HostUser.ROOT, "", "", "");

    private static Caller ofProcess() {
      HostUser user = HostUser.ofProcess();
      if (!user.isRoot()) {
        return new Caller(
            user,
            System.getProperty("jpod.run", ""),
            System.getProperty("jpod.refusal", ""),
            System.getProperty("jpod.note", ""));
      }
      int own = userOfProcess();
      return own == 0
          ? ROOT
          : new Caller(
              new HostUser(own), "", "the JVM was started without bin/jpod, which does it", "");
    }
  }

  /** Which of the three standard streams are terminals. */
  record Terminals(boolean in, boolean out, boolean err) {
    static final Terminals NONE = new Terminals(false, false, false);

    /** Reads the launcher's word for it: the numbers of the streams that are terminals. */
    static Terminals of(String numbers) {
      return new Terminals(numbers.contains("0"), numbers.contains("1"), numbers.contains("2"));
    }
  }

  /**
   * This process. The launcher knows what Java would have to ask dearly: {@code jpod.terminals} has
   * the numbers of the streams that are terminals, {@code jpod.locale} the caller's locale.
   */
  static Surroundings ofProcess() {
    return new Surroundings(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        System.getenv(),
        Path.of(System.getProperty("user.dir")),
        Terminals.of(System.getProperty("jpod.terminals", "")),
        System.getProperty("jpod.locale", ""),
        Caller.ofProcess());
  }

  /** An environment variable; empty when it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** The number that the user who runs this process has on the host. */
  int user() {
    return caller.user().id();
  }

  /** 0 where it cannot be found out: then the system itself has to refuse what only root may do. */
  private static int userOfProcess() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      return 0;
    }
  }

  /** Whether the reader of the output understands UTF-8, as far as the locale tells. */
  boolean speaksUtf8() {
    String upper = locale.toUpperCase(Locale.ROOT);
    return upper.contains("UTF-8") || upper.contains("UTF8");
  }
}
