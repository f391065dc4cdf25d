package dev.jpod.cli;

import dev.jpod.model.Container.PullPolicy;
import dev.jpod.reconcile.ImageRules;
import dev.jpod.reconcile.ImageRules.Tags;
import dev.jpod.reconcile.ImageRules.Unlocked;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The options that say how the images of a stack are looked up. */
final class ImageArguments {
  static final String UPDATE = "--update-images";
  private static final String PULL = "--pull";
  private static final String LOCKED = "--locked";

  private ImageArguments() {}

  /** Tells the options of commands that look images up. */
  static void describe(Syntax syntax) {
    syntax.option(
        PULL,
        "POLICY",
        "When to ask registries, in place of every pullPolicy: always, missing, never or newer.");
    LockFile.describe(syntax);
    syntax
        .flag(LOCKED, "Refuse images that the lock file does not have.")
        .flag(
            UPDATE,
            "Ask registries what the tags mean now, whatever the lock file says; apply then writes"
                + " the lock file anew.");
  }

  /** The rules that the options ask for. */
  static ImageRules rules(Arguments arguments, @Nullable LockFile file) {
    if (arguments.has(LOCKED) && arguments.has(UPDATE)) {
      throw WrongUsage.usage(
          LOCKED + " and " + UPDATE + " exclude each other", "leave one of them out");
    }
    return new ImageRules(
        policy(arguments, PULL),
        file == null ? null : file.required(arguments).lock(),
        arguments.has(UPDATE) ? Tags.ANEW : Tags.AS_LOCKED,
        arguments.has(LOCKED) ? Unlocked.REFUSED : Unlocked.LOOKED_UP);
  }

  /** The policy that is the value of an option; null when it is not there. */
  static @Nullable PullPolicy policy(Arguments arguments, String option) {
    String value = arguments.value(option);
    if (value == null) {
      return null;
    }
    for (PullPolicy policy : PullPolicy.values()) {
      if (policy.name().toLowerCase(Locale.ROOT).equals(value)) {
        return policy;
      }
    }
    throw Arguments.wrong(option, value, "always, missing, never or newer");
  }
}
