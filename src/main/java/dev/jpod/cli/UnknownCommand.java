package dev.jpod.cli;

import dev.jpod.manifest.Spelling;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says that there is no such command, and what to do instead. */
final class UnknownCommand {
  private UnknownCommand() {}

  /** The error for these words. */
  static JpodException of(String words) {
    String last = words.substring(words.indexOf(' ') + 1);
    String nearest = nearest(words, last);
    if (nearest != null) {
      return none(words, "did you mean 'jpod " + nearest + "'?");
    }
    if (words.startsWith("pod ") && CommandName.find("container " + last) != null) {
      return none(words, "'jpod " + last + "' does it to one container");
    }
    if (words.startsWith("system ") && CommandName.find(last) != null) {
      return none(words, "jpod calls it 'jpod " + last + "'");
    }
    String instead = words.startsWith("volume ") ? null : instead(last);
    if (instead != null) {
      return WrongUsage.usage("jpod has no '" + words + "' yet", instead);
    }
    String family = words.substring(0, words.length() - last.length());
    return none(words, "'" + ("jpod help " + family).strip() + "' lists the commands");
  }

  private static JpodException none(String words, String hint) {
    return WrongUsage.usage("there is no command '" + words + "'", hint);
  }

  /** Of commands of two words only the second is compared. */
  private static @Nullable String nearest(String words, String last) {
    String family = words.substring(0, words.length() - last.length());
    List<String> known = new ArrayList<>();
    for (CommandName name : CommandName.values()) {
      if (family.isEmpty() || name.isUnder(family.strip())) {
        known.add(
            name.words().startsWith(family)
                ? name.words().substring(family.length())
                : name.words());
      }
    }
    String nearest = Spelling.nearMiss(last, known);
    return nearest == null || CommandName.find(family + nearest) == null
        ? nearest
        : family + nearest;
  }

  /** What serves the purpose of a command that other container tools have, or null. */
  private static @Nullable String instead(String word) {
    return switch (word) {
      case "run", "create", "compose", "kube", "play", "up" ->
          "containers come from a stack file: see 'jpod apply --help'";
      case "down" -> "'jpod destroy STACK' removes what a stack has";
      case "rename", "update" -> "change the stack file and apply it: see 'jpod apply --help'";
      case "build", "builder", "buildx", "commit" ->
          "build elsewhere and take the image in: see 'jpod load --help' and 'jpod import --help'";
      case "export" -> "'jpod save IMAGE' writes an image into an archive";
      case "copy" -> "'jpod pull' and 'jpod push' carry images from and to wherever they can be";
      case "scp" -> "'jpod save IMAGE | ssh HOST jpod load' carries an image to another host";
      case "manifest" -> "'jpod image inspect IMAGE' shows what an image says about itself";
      case "tree" -> "'jpod image history IMAGE' shows the steps and layers of an image";
      case "sign", "trust" -> "a policy.json says which images may come in";
      case "attach" ->
          "'jpod logs -f CONTAINER' follows what it writes, 'jpod exec' runs a command in it";
      case "cp", "diff" -> "'jpod exec CONTAINER' runs a command in it, such as cat or ls";
      case "wait" -> "'jpod events -f' tells when a container ends";
      case "secret", "config" -> "secrets and files are part of a stack file";
      case "prune", "df" -> "jpod calls it 'jpod system " + word + "'";
      default -> null;
    };
  }
}
