package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The content of the files in /etc that the engine makes for a container. */
public final class EtcFiles {
  private static final String STUB_RESOLVER = "127.0.0.53";

  private EtcFiles() {}

  /** /etc/hostname. */
  public static String hostname(String hostname) {
    return hostname + "\n";
  }

  /**
   * /etc/hosts: what was asked for first, so that it wins, then localhost and the container itself.
   *
   * @param extraHosts host name to address
   * @param addresses the container's own, by which others reach it; empty for one without links
   * @param hostEtcHosts the host's own /etc/hosts, which a container in the host's network sees too
   */
  public static String hosts(
      String hostname,
      Map<String, String> extraHosts,
      NetworkMode network,
      List<String> addresses,
      String hostEtcHosts) {
    StringBuilder text = new StringBuilder();
    extraHosts.forEach((name, address) -> line(text, address, name));
    line(text, "127.0.0.1", "localhost");
    line(text, "::1", "localhost ip6-localhost ip6-loopback");
    switch (network) {
      case NetworkMode.Host _ -> text.append(entriesBeyondLocalhost(hostEtcHosts));
      case NetworkMode.None _, NetworkMode.Default _, NetworkMode.Attached _ -> {
        if (addresses.isEmpty()) {
          line(text, "127.0.0.1", hostname);
        }
        addresses.forEach(address -> line(text, address, hostname));
      }
    }
    return text.toString();
  }

  /**
   * Whether the host's name servers are hidden behind systemd-resolved's stub, so that {@link
   * #resolvConf} has to be given /run/systemd/resolve/resolv.conf instead of /etc/resolv.conf.
   */
  public static boolean namesOnlyTheStub(String hostResolvConf) {
    List<String> servers = values(hostResolvConf, "nameserver");
    return !servers.isEmpty() && servers.stream().allMatch(STUB_RESOLVER::equals);
  }

  /**
   * /etc/resolv.conf. What the manifest says of servers, search domains or options takes the place
   * of the host's. Servers on the host's loopback are left out for a container with a network of
   * its own, where they do not answer.
   *
   * @param ofNetworks the servers of the container's networks, which know its neighbours and pass
   *     other questions on; they take the place of all others
   */
  public static String resolvConf(
      Pod.Dns asked, NetworkMode network, List<String> ofNetworks, String hostResolvConf) {
    List<String> servers = new ArrayList<>(ofNetworks.isEmpty() ? asked.servers() : ofNetworks);
    if (servers.isEmpty()) {
      servers.addAll(values(hostResolvConf, "nameserver"));
      if (!(network instanceof NetworkMode.Host)) {
        servers.removeIf(server -> server.startsWith("127.") || server.equals("::1"));
      }
    }
    List<String> search =
        asked.search().isEmpty() ? lastValues(hostResolvConf, "search") : asked.search();
    List<String> options =
        asked.options().isEmpty() ? lastValues(hostResolvConf, "options") : asked.options();

    StringBuilder text = new StringBuilder();
    if (!search.isEmpty() && !search.equals(List.of("."))) {
      line(text, "search", String.join(" ", search));
    }
    servers.forEach(server -> line(text, "nameserver", server));
    if (!options.isEmpty()) {
      line(text, "options", String.join(" ", options));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String word, String rest) {
    if (hasLineBreak(word) || hasLineBreak(rest)) {
      throw JpodException.refused(
          "a host name, address or resolver setting has a line break in it", "take it out");
    }
    text.append(word).append(' ').append(rest).append('\n');
  }

  private static boolean hasLineBreak(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  private static String entriesBeyondLocalhost(String hosts) {
    StringBuilder text = new StringBuilder();
    for (String line : hosts.split("\n", -1)) {
      String entry = line.strip();
      boolean ofLocalhost = List.of(entry.split("\\s+", -1)).contains("localhost");
      if (!entry.isEmpty() && !entry.startsWith("#") && !ofLocalhost) {
        text.append(entry).append('\n');
      }
    }
    return text.toString();
  }

  private static List<String> values(String text, String keyword) {
    List<String> values = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length > 1 && words[0].equals(keyword)) {
        values.add(words[1]);
      }
    }
    return values;
  }

  /** All the words after a keyword; its last line wins. */
  private static List<String> lastValues(String text, String keyword) {
    List<String> values = List.of();
    for (String line : text.split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length > 1 && words[0].equals(keyword)) {
        values = List.of(words).subList(1, words.length);
      }
    }
    return values;
  }
}
