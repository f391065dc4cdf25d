package dev.jpod.network;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.JpodException;
import dev.jpod.network.Ground.Owner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/**
 * Who answers pods while their server for names reads its files again. Before version 1.11,
 * aardvark-dns closes all its sockets for that: who asks meanwhile is refused, and who was not
 * answered yet waits for five seconds. So a second server, with the new files and on another port,
 * gets the questions until the first is back. Packets are turned to it without the kernel's memory
 * of flows, by which an answer would be lost that comes after the turn.
 */
final class NameRelief {
  /** The port of the second server, for which firewalls of the host have to be open, too. */
  static final int PORT = 10053;

  private static final int LAST_MINOR_THAT_CLOSES = 10;

  /** So long a question may lie with a server that gets none any more. */
  private static final int TO_ANSWER_MILLIS = 10;

  private final InterfaceNames names;
  private final NameServer server;
  private final ProcessRunner runner;
  private final Ground ground;
  private final Programs programs;

  NameRelief(
      InterfaceNames names,
      RunFolder folder,
      ProcessRunner runner,
      Ground ground,
      Programs programs) {
    this.names = names;
    this.server = NameServer.besides(folder, runner, ground);
    this.runner = runner;
    this.ground = ground;
    this.programs = programs;
  }

  /** Whether one is at work; else a run died over it, or there is none. */
  boolean isThere() {
    return server.exists();
  }

  /**
   * Has the pods' server do something during which it does not answer. Without a relief it is done
   * all the same: what other programs keep from it is not worth a failure.
   *
   * @param files what it is going to tell
   */
  void during(SortedMap<String, NameFile> files, Runnable reload) {
    if (!isNeeded() || !begin(files)) {
      reload.run();
      return;
    }
    try {
      reload.run();
    } finally {
      end();
    }
  }

  /**
   * Ends it, also one that a run left when it died. Idempotent. What turns answers back stays, for
   * those that are on their way, until {@link #none}.
   */
  void end() {
    if (isThere()) {
      nft("flush chain inet " + table(names) + " questions\n");
      pause();
      server.stop();
    }
  }

  /** Ends the server only. */
  void abandon() {
    server.stop();
  }

  /** What takes all rules of reliefs away, whether there are some or not. */
  static String none(InterfaceNames names) {
    String table = "table inet " + table(names);
    return table + "\ndelete " + table + "\n";
  }

  private boolean begin(SortedMap<String, NameFile> files) {
    if (!NamePort.isFree(ground, files.values(), PORT)) {
      return false;
    }
    try {
      server.serve(files);
    } catch (JpodException e) {
      server.stop();
      return false;
    }
    boolean turned = nft(rules(names, files)).succeeded();
    if (!turned) {
      server.stop();
    }
    pause();
    return turned;
  }

  private boolean isNeeded() {
    if (ground.owner() == Owner.STORE) {
      return true;
    }
    String program = programs.require("aardvark-dns").toString();
    CommandResult said = runner.run(Command.of(List.of(program, "--version")));
    return closesItsSockets(said.output());
  }

  /** Whether a program that says this of its version closes its sockets when it reads again. */
  static boolean closesItsSockets(String version) {
    String[] numbers = version.strip().replaceFirst("^aardvark-dns ", "").split("\\.", -1);
    return numbers.length > 1
        && numbers[0].equals("1")
        && numbers[1].matches("[0-9]{1,6}")
        && Integer.parseInt(numbers[1]) <= LAST_MINOR_THAT_CLOSES;
  }

  /** Turns questions of each network's own pods, and nobody else's, to the second server. */
  static String rules(InterfaceNames names, SortedMap<String, NameFile> files) {
    StringBuilder questions = new StringBuilder();
    StringBuilder answers = new StringBuilder();
    for (Map.Entry<String, NameFile> file : files.entrySet()) {
      if (!names.isBridge(file.getKey())) {
        throw new IllegalArgumentException("'" + file.getKey() + "' is no bridge of this store");
      }
      for (IpAddress address : file.getValue().listening()) {
        String family = address.family() == Family.IPV4 ? "ip" : "ip6";
        String bridge = "ifname \"" + file.getKey() + "\" " + family;
        questions.append("    i").append(bridge).append(" daddr ").append(address);
        questions.append(" udp dport 53 udp dport set ").append(PORT).append(" notrack\n");
        answers.append("    o").append(bridge).append(" saddr ").append(address);
        answers.append(" udp sport ").append(PORT).append(" udp sport set 53 notrack\n");
      }
    }
    return none(names)
        + "table inet "
        + table(names)
        + " {\n  chain questions {\n    type filter hook prerouting priority -310; policy accept;\n"
        + questions
        + "  }\n  chain answers {\n    type filter hook output priority -310; policy accept;\n"
        + answers
        + "  }\n}\n";
  }

  private static String table(InterfaceNames names) {
    return names.table() + "_names";
  }

  private CommandResult nft(String rules) {
    List<String> argv = new ArrayList<>(ground.program("nft"));
    argv.addAll(List.of("-f", "-"));
    return runner.run(Command.of(argv).reading(rules.getBytes(StandardCharsets.US_ASCII)));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(TO_ANSWER_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
