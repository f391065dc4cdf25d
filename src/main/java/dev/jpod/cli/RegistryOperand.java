package dev.jpod.cli;

import dev.jpod.model.JpodException;
import dev.jpod.registry.LoginName;
import dev.jpod.registry.Registries;
import dev.jpod.registry.RegistrySettings;
import java.util.List;

/** The registry that somebody logs in to or out of. */
final class RegistryOperand {
  static final String LABEL = "REGISTRY";

  static final String MEANING =
      "HOST[:PORT], or HOST[:PORT]/NAME for a part of it. Default: the first of the"
          + " unqualified-search-registries in registries.conf, else docker.io.";

  private RegistryOperand() {}

  /** What the operand says, or the usual registry when there is none. */
  static LoginName of(Arguments arguments, RegistrySettings settings) {
    List<String> operands = arguments.operands();
    if (!operands.isEmpty()) {
      return LoginName.of(operands.getFirst());
    }
    List<String> searched = new Registries(settings).searched();
    if (searched.isEmpty()) {
      throw JpodException.refused(
          "registries.conf names no registry to search", "name a registry on the command line");
    }
    return LoginName.of(searched.getFirst());
  }
}
