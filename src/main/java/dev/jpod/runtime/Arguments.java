package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import java.util.List;

/** The form that every argument of a monitor or runtime has to have. */
final class Arguments {
  private Arguments() {}

  /**
   * Refuses what cannot be written to an argument file of one argument a line.
   *
   * @return the arguments themselves
   */
  static List<String> checked(List<String> arguments) {
    for (String argument : arguments) {
      if (argument.indexOf('\n') >= 0 || argument.indexOf('\0') >= 0) {
        throw JpodException.refused(
            "the argument '"
                + argument.replace('\n', '?').replace('\0', '?')
                + "' has a line break or a null character in it",
            "choose a store root and names without line breaks");
      }
    }
    return List.copyOf(arguments);
  }
}
