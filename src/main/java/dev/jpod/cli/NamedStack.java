package dev.jpod.cli;

import dev.jpod.model.JpodException;
import dev.jpod.model.Names;
import dev.jpod.store.StackFiles;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.util.List;

/**
 * The stack that a command is about: the first operand, or the one of the file behind {@code -f}.
 *
 * @param command the one that is about it
 * @param rest the other operands
 */
record NamedStack(String command, String name, List<String> rest) {
  /** How the operand is explained. */
  static final String OPERAND = "The name of the stack; or name it with -f.";

  static NamedStack of(Arguments arguments, Wiring wiring) {
    List<String> operands = arguments.operands();
    String command = arguments.command();
    if (ManifestArguments.areGiven(arguments)) {
      return new NamedStack(command, ManifestArguments.read(arguments, wiring).stack(), operands);
    }
    if (operands.isEmpty()) {
      throw WrongUsage.usage(
          "no stack is named",
          "name it either as 'jpod " + command + " STACK' or as 'jpod " + command + " -f FILE'");
    }
    String name = operands.getFirst();
    String problem = Names.problemWithLabel(name);
    if (problem != null) {
      boolean isImage = command.equals("history") && name.matches(".*[:/@].*");
      throw WrongUsage.usage(
          "'" + name + "' cannot be a stack",
          isImage ? "for an image: 'jpod image history " + name + "'" : problem);
    }
    return new NamedStack(command, name, operands.subList(1, operands.size()));
  }

  /** The stack, of which there are to be this many other operands at most. */
  NamedStack withAtMost(int others) {
    if (rest.size() > others) {
      throw WrongUsage.usage("'" + rest.get(others) + "' is one operand too many", "leave it out");
    }
    return this;
  }

  StackStore store(Wiring wiring) {
    return new StackFiles(wiring.layout(), name);
  }

  /**
   * The revisions that are kept, newest first; at least one.
   *
   * @throws JpodException of kind NOT_FOUND
   */
  List<StackRevision> revisions(Wiring wiring) {
    List<StackRevision> revisions = store(wiring).revisions();
    if (revisions.isEmpty()) {
      throw JpodException.notFound("there is no stack '" + name + "'", hintWithout(wiring));
    }
    return revisions;
  }

  private String hintWithout(Wiring wiring) {
    if (name.matches("r?[1-9][0-9]{0,17}")) {
      return "the stack comes before the revision: '" + aboutRevision() + "'";
    }
    return wiring.images().resolve(name).isEmpty()
        ? "'jpod ps' shows the stacks that have containers"
        : "for the image of this name: 'jpod image history " + name + "'";
  }

  /** How this command, or what there is in its place, is asked about revisions. */
  private String aboutRevision() {
    return switch (command) {
      case "rollback" -> "jpod rollback STACK --to " + name;
      case "diff" -> "jpod diff STACK " + name + (rest.isEmpty() ? "" : " " + rest.getFirst());
      default -> "jpod show STACK " + name;
    };
  }

  /**
   * One of the revisions.
   *
   * @param number as {@code 3} or {@code r3}
   */
  StackRevision revision(String number, Wiring wiring) {
    long serial = serial(number);
    List<StackRevision> revisions = revisions(wiring);
    StringBuilder kept = new StringBuilder();
    for (StackRevision revision : revisions) {
      if (revision.serial() == serial) {
        return revision;
      }
      kept.append(kept.isEmpty() ? "r" : ", r").append(revision.serial());
    }
    throw JpodException.notFound(
        "stack '" + name + "' has no revision r" + serial + " any more, or not yet",
        "these are kept: " + kept);
  }

  private static long serial(String number) {
    String digits = number.startsWith("r") ? number.substring(1) : number;
    try {
      long serial = Long.parseLong(digits);
      if (serial > 0) {
        return serial;
      }
    } catch (NumberFormatException e) {
      // falls through to the one sentence for both
    }
    throw WrongUsage.usage(
        "'" + number + "' is not the number of a revision", "write it as 3 or as r3");
  }
}
