package dev.jpod.engine;

import dev.jpod.model.Pod;
import dev.jpod.runtime.EtcFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Writes hosts, resolver settings and host name, each to the inode that it has. */
final class EtcWriter {
  private static final Path HOST_RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final Path REAL_RESOLV_CONF = Path.of("/run/systemd/resolve/resolv.conf");
  private static final Path HOST_HOSTS = Path.of("/etc/hosts");
  private static final int WORLD_READABLE = 0644;

  /** Stands in extraHosts for the address of the host, as Docker has it. */
  private static final String HOST_GATEWAY = "host-gateway";

  private EtcWriter() {}

  /**
   * What the files say of a pod's networks.
   *
   * @param addresses the pod's own
   * @param nameServers those of its networks
   * @param host tells where the pod reaches the host
   * @param resolver who answers for names of the host's world; empty for the host's own servers
   */
  record Surroundings(
      List<String> addresses, List<String> nameServers, Supplier<String> host, String resolver) {
    /** Those of a container without links: there is no way to the host. */
    static final Surroundings NONE = new Surroundings(List.of(), List.of(), () -> "127.0.0.1", "");
  }

  static void write(
      EtcPlaces places, Pod pod, String hostname, Surroundings surroundings, Owners owners)
      throws IOException {
    Map<String, String> extraHosts = new LinkedHashMap<>();
    pod.extraHosts()
        .forEach(
            (name, address) ->
                extraHosts.put(
                    name, address.equals(HOST_GATEWAY) ? surroundings.host().get() : address));
    write(places.hostname(), EtcFiles.hostname(hostname), owners);
    write(
        places.hosts(),
        EtcFiles.hosts(
            hostname, extraHosts, pod.network(), surroundings.addresses(), text(HOST_HOSTS)),
        owners);
    String resolver = text(HOST_RESOLV_CONF);
    if (EtcFiles.namesOnlyTheStub(resolver)) {
      resolver = text(REAL_RESOLV_CONF);
    }
    if (!surroundings.resolver().isEmpty()) {
      resolver = "nameserver " + surroundings.resolver() + "\n" + resolver;
    }
    write(
        places.resolvConf(),
        EtcFiles.resolvConf(pod.dns(), pod.network(), surroundings.nameServers(), resolver),
        owners);
  }

  /** The pod's own name for itself; replicas after the first add their number. */
  static String hostname(Pod pod, int replica) {
    String asked = pod.hostname();
    return asked != null ? asked : pod.name() + (replica == 0 ? "" : "-" + replica);
  }

  private static void write(Path file, String text, Owners owners) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    GrantedFiles.write(file, bytes, WORLD_READABLE, owners.user(0), owners.group(0));
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
