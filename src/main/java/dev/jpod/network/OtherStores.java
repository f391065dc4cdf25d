package dev.jpod.network;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What other stores of jpod publish on this host. Nobody listens there: only the kernel's rules
 * tell.
 */
public final class OtherStores {
  private static final Pattern TABLE = Pattern.compile("table inet (\\S+) \\{");
  private static final Pattern STORE = Pattern.compile("jpod_[0-9a-f]{6}");

  /** An element of a map of {@link PortRules}, with or without an address before it. */
  private static final Pattern ELEMENT =
      Pattern.compile("\\b(tcp|udp|sctp) \\. (\\d{1,5}) : \\S+ \\. \\d");

  /** The rule of a long run. */
  private static final Pattern RUN =
      Pattern.compile("\\b(tcp|udp|sctp) dport (\\d{1,5})-(\\d{1,5}) dnat");

  private OtherStores() {}

  /**
   * The ports of the host that the rules of other stores send to pods; none where nobody has rules,
   * or {@code nft} does not tell. Starts a program.
   *
   * @param own the table of the store that asks
   */
  public static List<PortMapping> published(
      InterfaceNames own, ProcessRunner runner, Programs programs) {
    Path nft = programs.find("nft");
    if (nft == null) {
      return List.of();
    }
    CommandResult result =
        runner.run(Command.of(List.of(nft.toString(), "-s", "list", "ruleset", "inet")));
    return result.succeeded() ? published(own.table(), result.output()) : List.of();
  }

  static List<PortMapping> published(String own, String ruleset) {
    List<PortMapping> found = new ArrayList<>();
    boolean isOther = false;
    for (String line : ruleset.split("\n", -1)) {
      Matcher table = TABLE.matcher(line);
      if (table.lookingAt()) {
        String name = table.group(1);
        isOther = STORE.matcher(name).matches() && !name.equals(own);
      } else if (isOther) {
        addPorts(line, found);
      }
    }
    return found;
  }

  private static void addPorts(String line, List<PortMapping> found) {
    for (Matcher element = ELEMENT.matcher(line); element.find(); ) {
      int port = Integer.parseInt(element.group(2));
      found.add(ports(element.group(1), port, port));
    }
    for (Matcher run = RUN.matcher(line); run.find(); ) {
      found.add(
          ports(run.group(1), Integer.parseInt(run.group(2)), Integer.parseInt(run.group(3))));
    }
  }

  private static PortMapping ports(String protocol, int first, int last) {
    return new PortMapping(
        "", first, first, last - first + 1, Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)));
  }
}
