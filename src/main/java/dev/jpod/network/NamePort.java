package dev.jpod.network;

import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.Listener;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The port on which servers for names listen. */
final class NamePort {
  /** That of the pods' server. */
  static final int NUMBER = 53;

  /** So long a server that was killed may still have its sockets. */
  private static final Duration TO_LET_GO = Duration.ofSeconds(1);

  private NamePort() {}

  /**
   * Sees to it that nobody listens where new files want to be answered.
   *
   * @throws JpodException of kind REFUSED when somebody does, and goes on to
   */
  static void awaitFree(Ground ground, List<NameFile> newcomers, int port) {
    long until = System.nanoTime() + TO_LET_GO.toNanos();
    JpodException refusal = newcomers.isEmpty() ? null : taken(ground, newcomers, port);
    try {
      while (refusal != null) {
        if (System.nanoTime() > until) {
          throw refusal;
        }
        TimeUnit.MILLISECONDS.sleep(5);
        refusal = taken(ground, newcomers, port);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether nobody listens now where these files want to be answered. */
  static boolean isFree(Ground ground, Collection<NameFile> files, int port) {
    return taken(ground, files, port) == null;
  }

  private static @Nullable JpodException taken(
      Ground ground, Collection<NameFile> newcomers, int port) {
    PortMapping wanted = new PortMapping("", port, port, 1, Protocol.UDP);
    for (Listener listener : HostPorts.read(ground.files()).listeners(List.of(wanted))) {
      for (NameFile file : newcomers) {
        if (takes(listener.address(), file)) {
          return JpodException.refused(
              "the server for names cannot listen on '"
                  + file.server()
                  + "', port "
                  + port
                  + ": "
                  + listener.holder()
                  + " listens on '"
                  + listener.address()
                  + "'",
              "have it listen on single addresses instead of all, or write 'dns: false' in the"
                  + " network");
        }
      }
    }
    return null;
  }

  private static boolean takes(String address, NameFile file) {
    return address.equals("0.0.0.0")
        || address.equals("::")
        || address.equals(file.server().toString());
  }
}
