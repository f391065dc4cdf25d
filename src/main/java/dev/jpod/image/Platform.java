package dev.jpod.image;

import dev.jpod.model.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an image runs on, in the words of the OCI specification (those of Go: {@code amd64}, {@code
 * arm64}).
 *
 * @param variant for example {@code v7} of {@code arm}; empty where there is none, or none is asked
 *     for
 */
public record Platform(String os, String architecture, String variant) {
  private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,31}");

  Platform(String os, String architecture) {
    this(os, architecture, "");
  }

  /** The platform of this process. */
  public static Platform ofHost() {
    return new Platform("linux", architectureNamed(System.getProperty("os.arch")));
  }

  /**
   * Reads {@code os/architecture[/variant]}; what stands alone is an architecture of Linux.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Platform of(String text) {
    String[] parts = text.split("/", -1);
    for (String part : parts) {
      if (!PART.matcher(part).matches()) {
        throw new IllegalArgumentException("'" + text + "' is not a platform");
      }
    }
    return switch (parts.length) {
      case 1 -> new Platform("linux", architectureNamed(parts[0]));
      case 2 -> new Platform(parts[0], architectureNamed(parts[1]));
      case 3 -> new Platform(parts[0], architectureNamed(parts[1]), parts[2]);
      default -> throw new IllegalArgumentException("'" + text + "' is not a platform");
    };
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

  /**
   * The entry of an index for this platform: one of the very same variant before one of any, and
   * the only entry also when it names no platform. Null when there is none.
   */
  public @Nullable Descriptor bestOf(List<Descriptor> entries) {
    Descriptor best = null;
    for (Descriptor entry : entries) {
      Platform other = entry.platform();
      if (other == null || !other.os.equals(os) || !other.architecture.equals(architecture)) {
        continue;
      }
      if (other.variant.equals(variant)) {
        return entry;
      }
      if (best == null && (variant.isEmpty() || other.variant.isEmpty())) {
        best = entry;
      }
    }
    return best == null && entries.size() == 1 && entries.getFirst().platform() == null
        ? entries.getFirst()
        : best;
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
        null,
        os,
        architecture);
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
