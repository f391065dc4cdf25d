package dev.jpod.apply;

import dev.jpod.host.HostUser;
import dev.jpod.host.PinnedNamespace;
import dev.jpod.network.InterfaceNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The links, tables of firewall rules and named namespaces of the host. */
final class HostNetwork {
  private static final boolean ROOT = HostUser.ofProcess().isRoot();
  private static final String OF_A_STORE = ".*jp(od_)?[0-9a-f]{6}.*";

  private HostNetwork() {}

  /** Those that bear the tag of a store. */
  static Set<String> of(Store store) throws IOException {
    String tag = InterfaceNames.of(store.layout().root()).tag();
    Set<String> own = ROOT ? all() : inside(store);
    own.removeIf(line -> !line.contains("jp" + tag) && !line.contains("jpod_" + tag));
    return own;
  }

  /** Without root, a store has a network to itself, which ends when nothing is in it. */
  private static Set<String> inside(Store store) throws IOException {
    if (!PinnedNamespace.isAt(namespace(store))) {
      return new TreeSet<>();
    }
    Set<String> lines = new TreeSet<>();
    for (String line : printed(program(store, "ip", "-brief", "link"))) {
      lines.add(line.split("[@ ]", 2)[0]);
    }
    lines.addAll(printed(program(store, "nft", "list", "tables")));
    return lines;
  }

  /** A program of root's that works on what a store has of the network. */
  static List<String> program(Store store, String... argv) {
    List<String> words = new ArrayList<>();
    if (!ROOT) {
      words.add("nsenter");
      words.add("--net=" + namespace(store));
    }
    words.addAll(List.of(argv));
    return words;
  }

  private static Path namespace(Store store) {
    return store.layout().networkRun().resolve("net");
  }

  /** Where the driver of a store keeps its notes. */
  static Path notes(Store store) {
    Path folder = store.layout().networkRun();
    return ROOT ? folder : folder.resolve("inside");
  }

  /** Those that belong to no store, as far as this user may see them. */
  static Set<String> foreign() throws IOException {
    Set<String> foreign = ROOT ? all() : Store.entries(Path.of("/sys/class/net"));
    foreign.removeIf(line -> line.matches(OF_A_STORE));
    return foreign;
  }

  private static Set<String> all() throws IOException {
    Set<String> lines = new TreeSet<>(Store.entries(Path.of("/sys/class/net")));
    lines.addAll(printed(List.of("nft", "list", "tables")));
    lines.addAll(printed(List.of("ip", "netns", "list")));
    return lines;
  }

  private static List<String> printed(List<String> argv) throws IOException {
    try {
      return Result.of(new ProcessBuilder(argv).start()).well().out().lines().toList();
    } catch (InterruptedException e) {
      throw new IOException(String.join(" ", argv), e);
    }
  }
}
