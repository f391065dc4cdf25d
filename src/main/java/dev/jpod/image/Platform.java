package dev.jpod.image;

import dev.jpod.model.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an image runs on, in the words of the OCI specification (those of Go: {@code amd64}, {@code
 * arm64}).
 */
record Platform(String os, String architecture) {
  /** The platform of this process. */
  static Platform ofHost() {
    return new Platform("linux", architectureNamed(System.getProperty("os.arch")));
  }

  /** Go's name for an architecture that the JDK names; an unknown name stays as it is. */
  static String architectureNamed(String jdkName) {
    return switch (jdkName) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case "x86", "i386", "i686" -> "386";
      default -> jdkName;
    };
  }

  ImageConfig emptyConfig() {
    return new ImageConfig(
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        Set.of(),
        Set.of(),
        Map.of(),
        null,
        os,
        architecture);
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
