package dev.jpod.cli;

import dev.jpod.reconcile.SavedPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The saved plan that 'apply' is given as its operand. */
final class SavedPlanArgument {
  static final String OPERAND = "PLAN";

  /** A byte more than any saved plan has. */
  private static final int TOO_LARGE = (64 << 20) + 1;

  private static final List<String> FOR_MANIFESTS =
      List.of(
          ManifestArguments.FILE,
          "--recursive",
          "--set",
          "--env-file",
          "--pull",
          "--lock-file",
          "--locked",
          "--target",
          "--only",
          "--exclude",
          RunArguments.ADOPT,
          "--wait",
          "--wait-timeout",
          ImageArguments.UPDATE);

  private SavedPlanArgument() {}

  /**
   * Reads the plan.
   *
   * @return null when none is given
   */
  static @Nullable SavedPlan read(Arguments arguments, Wiring wiring) {
    List<String> operands = arguments.operands();
    if (operands.isEmpty()) {
      return null;
    }
    String name = operands.getFirst();
    for (String option : FOR_MANIFESTS) {
      if (arguments.has(option)) {
        throw WrongUsage.usage(
            option + " does not go with the saved plan '" + name + "', which has all that it takes",
            "leave one of the two out");
      }
    }
    return wiring.reconciler().saved(name, bytes(name, wiring));
  }

  private static byte[] bytes(String name, Wiring wiring) {
    Path file = wiring.around().directory().resolve(name);
    if (!Files.isRegularFile(file)) {
      throw WrongUsage.usage(
          "there is no saved plan '" + name + "'", "make one with 'jpod plan --out " + name + "'");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(TOO_LARGE);
    } catch (IOException e) {
      throw IoFailure.of("the saved plan '" + name + "' could not be read", e);
    }
  }
}
