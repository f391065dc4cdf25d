package dev.jpod.network;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.ProcessRunner;
import dev.jpod.model.JpodException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The store's table of rules in the kernel. What was loaded is kept, and what the kernel made of
 * it, so that one listing tells whether somebody changed anything.
 */
final class Firewall {
  private static final String LOADED = "rules.nft";
  private static final String LISTED = "rules.listed";

  private final InterfaceNames names;
  private final RunFolder folder;
  private final ProcessRunner runner;
  private final Ground ground;

  Firewall(InterfaceNames names, RunFolder folder, ProcessRunner runner, Ground ground) {
    this.names = names;
    this.folder = folder;
    this.runner = runner;
    this.ground = ground;
  }

  /** Whether rules were loaded that were not taken away. */
  boolean isLoaded() {
    return !RunFolder.read(folder.path(LISTED)).isEmpty();
  }

  /** What the kernel has now, for {@link #matches}; starts a program. */
  String listing() {
    CommandResult result = runner.run(Command.of(argv("-s", "list", "table", "inet", table())));
    return result.succeeded() ? RulesetListing.digest(result.output()) : "";
  }

  /** Whether these rules were the last that were loaded, and the kernel still has them. */
  boolean matches(String rules, String listing) {
    return !listing.isEmpty()
        && listing.equals(RunFolder.read(folder.path(LISTED)))
        && rules.equals(RunFolder.read(folder.path(LOADED)));
  }

  /** Replaces all rules of the store in one step, unless the kernel has just these. */
  void load(String rules) {
    boolean same = rules.equals(RunFolder.read(folder.path(LOADED)));
    if (same && matches(rules, listing())) {
      return;
    }
    RunFolder.write(folder.path(LISTED), "");
    submit(rules);
    RunFolder.write(folder.path(LOADED), rules);
    RunFolder.write(folder.path(LISTED), listing());
  }

  /** Takes all rules of the store away. Idempotent. */
  void remove() {
    submit(Ruleset.none(names) + NameRelief.none(names));
    RunFolder.write(folder.path(LOADED), "");
    RunFolder.write(folder.path(LISTED), "");
  }

  private void submit(String rules) {
    byte[] input = rules.getBytes(StandardCharsets.US_ASCII);
    CommandResult result = runner.run(Command.of(argv("-f", "-")).reading(input));
    if (!result.succeeded()) {
      String said = result.error().strip();
      int end = said.indexOf('\n');
      throw JpodException.failed(
          "the rules of the firewall could not be loaded: nft said '"
              + (end < 0 ? said : said.substring(0, end))
              + "'",
          "see whether the kernel has nf_tables with NAT: 'nft list ruleset'");
    }
  }

  private List<String> argv(String... arguments) {
    List<String> argv = new ArrayList<>(ground.program("nft"));
    argv.addAll(List.of(arguments));
    return argv;
  }

  private String table() {
    return names.table();
  }
}
