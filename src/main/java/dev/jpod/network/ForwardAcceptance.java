package dev.jpod.network;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules in the host's own chains of iptables where these drop what nobody accepts, as Docker and
 * ufw set them up: a packet has to pass every table, so what the store's own accepts is dropped all
 * the same. What may pass is still for the store's table to say.
 */
final class ForwardAcceptance {
  private static final String NOTE = "accepted";

  private final InterfaceNames names;
  private final RunFolder folder;
  private final ProcessRunner runner;
  private final Programs programs;

  ForwardAcceptance(
      InterfaceNames names, RunFolder folder, ProcessRunner runner, Programs programs) {
    this.names = names;
    this.folder = folder;
    this.runner = runner;
    this.programs = programs;
  }

  /** The chains of iptables in which packets of pods can be dropped. */
  private enum Chain {
    FORWARD,
    INPUT;

    /** What of them is to pass there: everything, or questions for names. */
    List<List<String>> matches() {
      return switch (this) {
        case FORWARD -> List.of(List.of("-i"), List.of("-o"));
        case INPUT ->
            List.of(
                List.of("-p", "udp", "--dport", "53", "-i"),
                List.of("-p", "udp", "--dport", Integer.toString(NameRelief.PORT), "-i"),
                List.of("-p", "tcp", "--dport", "53", "-i"));
      };
    }
  }

  /** Adds the rules that are needed and missing. Idempotent. */
  void establish() {
    CommandResult chains =
        runner.run(Command.of(List.of(programs.require("nft").toString(), "-s", "list", "chains")));
    for (String line : dropping(chains.output())) {
      int blank = line.indexOf(' ');
      String program = line.substring(0, blank);
      for (List<String> rule : rules(Chain.valueOf(line.substring(blank + 1)))) {
        if (programs.find(program) != null && !run(program, "-C", rule).succeeded()) {
          RunFolder.write(folder.path(NOTE), "yes\n");
          require(program, run(program, "-I", rule));
        }
      }
    }
  }

  /** Takes the rules away again. Idempotent. */
  void revoke() {
    if (RunFolder.read(folder.path(NOTE)).isEmpty()) {
      return;
    }
    for (String program : List.of("iptables", "ip6tables")) {
      for (Chain chain : Chain.values()) {
        for (List<String> rule : rules(chain)) {
          boolean more = programs.find(program) != null;
          while (more) {
            more = run(program, "-D", rule).succeeded();
          }
        }
      }
    }
    RunFolder.write(folder.path(NOTE), "");
  }

  /** Program and chain, such as {@code iptables FORWARD}, of each chain that drops. */
  static List<String> dropping(String chains) {
    List<String> found = new ArrayList<>();
    String program = "";
    String chain = "";
    for (String line : chains.split("\n", -1)) {
      String text = line.strip();
      if (text.startsWith("table ")) {
        program = program(text);
      } else if (text.startsWith("chain ")) {
        chain = chain(text);
      } else if (text.endsWith("policy drop;") && !program.isEmpty() && !chain.isEmpty()) {
        found.add(program + " " + chain);
      }
    }
    return found;
  }

  private static String program(String table) {
    return switch (table) {
      case "table ip filter {" -> "iptables";
      case "table ip6 filter {" -> "ip6tables";
      default -> "";
    };
  }

  private static String chain(String text) {
    return switch (text) {
      case "chain FORWARD {" -> "FORWARD";
      case "chain INPUT {" -> "INPUT";
      default -> "";
    };
  }

  private List<List<String>> rules(Chain chain) {
    List<List<String>> rules = new ArrayList<>();
    for (List<String> match : chain.matches()) {
      List<String> rule = new ArrayList<>(List.of(chain.name()));
      rule.addAll(match);
      rule.add(names.bridgePrefix() + "+");
      rule.addAll(List.of("-m", "comment", "--comment", names.table(), "-j", "ACCEPT"));
      rules.add(rule);
    }
    return rules;
  }

  private CommandResult run(String program, String verb, List<String> rule) {
    List<String> argv = new ArrayList<>();
    argv.add(programs.require(program).toString());
    argv.add("-w");
    argv.add(verb);
    argv.addAll(rule);
    return runner.run(Command.of(argv));
  }

  private static void require(String program, CommandResult result) {
    if (!result.succeeded()) {
      throw JpodException.failed(
          "the host's firewall drops what pods exchange with others, and "
              + program
              + " would not take a rule against it: '"
              + result.complaint()
              + "'",
          "see '" + program + " -S'");
    }
  }
}
