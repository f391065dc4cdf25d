package dev.jpod.cli;

import dev.jpod.model.JpodException;
import dev.jpod.registry.RegistrySettings;
import dev.jpod.registry.RegistrySettings.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The options of commands that talk to registries. */
final class RegistryArguments {
  private static final String TLS_VERIFY = "--tls-verify";
  private static final String AUTH_FILE = "--authfile";

  private RegistryArguments() {}

  /** Tells the options. */
  static void describe(Syntax syntax) {
    syntax.option(
        TLS_VERIFY,
        "BOOL",
        "Whether the certificates of registries are checked: true, or false, which also allows"
            + " registries without TLS. Default: true, but for those that registries.conf calls"
            + " insecure; one on localhost may do without TLS.");
    describeFile(syntax);
  }

  /** Tells only where credentials are kept, for commands that ask no registry. */
  static void describeFile(Syntax syntax) {
    syntax.option(
        AUTH_FILE,
        "FILE",
        "The file with credentials. Default: REGISTRY_AUTH_FILE, else those that podman and"
            + " docker share.");
  }

  /**
   * The settings that the options ask for.
   *
   * @throws JpodException of kind NOT_FOUND when the file with credentials is not there
   */
  static RegistrySettings settings(Arguments arguments, Wiring wiring) {
    RegistrySettings settings = settingsOfLogin(arguments, wiring);
    Path file = settings.authFile();
    if (file != null && !Files.exists(file)) {
      throw JpodException.notFound(
          "there is no file with credentials '" + file + "'",
          "name one that 'jpod login --authfile=FILE' has written");
    }
    return settings;
  }

  /** The same for commands that may make the file with credentials. */
  static RegistrySettings settingsOfLogin(Arguments arguments, Wiring wiring) {
    RegistrySettings settings = wiring.registrySettings();
    Certificates certificates = certificates(arguments.value(TLS_VERIFY));
    if (certificates != null) {
      settings = settings.with(certificates);
    }
    String file = arguments.value(AUTH_FILE);
    if (file != null) {
      Path path = wiring.around().directory().resolve(file);
      settings = settings.with(path);
    }
    return settings;
  }

  private static @Nullable Certificates certificates(@Nullable String value) {
    return switch (value) {
      case null -> null;
      case "true" -> Certificates.CHECKED;
      case "false" -> Certificates.UNCHECKED;
      default -> throw Arguments.wrong(TLS_VERIFY, value, "true or false");
    };
  }
}
