package dev.jpod.manifest;

import java.util.List;

/** The {@code options} of a network, which belong to its driver. */
final class DriverOptions {
  static final String PARENT = "parent";
  private static final String MODE = "mode";
  private static final List<String> MACVLAN = List.of(PARENT, MODE);
  private static final List<String> MODES = List.of("bridge", "private", "vepa", "passthru");
  private static final int LONGEST_INTERFACE = 15;

  private DriverOptions() {}

  static void check(String driver, String name, String value) throws Mistake {
    if (!driver.equals(NetworkRules.MACVLAN)) {
      throw new Mistake(
          "a " + driver + " has no option '" + Quote.shortened(name) + "'", hint(name));
    }
    switch (name) {
      case PARENT -> checkInterface(value);
      case MODE -> {
        if (!MODES.contains(value)) {
          throw new Mistake(
              "'" + Quote.shortened(value) + "' is not one of " + String.join(", ", MODES),
              Spelling.hint(value, MODES));
        }
      }
      default -> {
        String near = Spelling.hint(name, MACVLAN);
        throw new Mistake(
            "a macvlan has no option '" + Quote.shortened(name) + "'",
            near.isEmpty() ? "it has " + String.join(" and ", MACVLAN) : near);
      }
    }
  }

  /** Options of Docker and Podman for which the stack file has fields. */
  private static String hint(String name) {
    return switch (name) {
      case "mtu", "com.docker.network.driver.mtu" -> "write mtu: 1400 beside 'options'";
      case "isolate", "com.docker.network.bridge.enable_icc" ->
          "write isolate: true beside 'options'";
      case PARENT, MODE -> "it belongs to driver: macvlan";
      default -> "remove it";
    };
  }

  /** The kernel's rule for names of interfaces. */
  private static void checkInterface(String name) throws Mistake {
    boolean fits = !name.isEmpty() && name.length() <= LONGEST_INTERFACE;
    for (int i = 0; i < name.length() && fits; i++) {
      char c = name.charAt(i);
      fits = c > ' ' && c < 127 && c != '/' && c != ':';
    }
    if (!fits || name.equals(".") || name.equals("..") || name.charAt(0) == '-') {
      throw new Mistake(
          "'" + Quote.shortened(name) + "' cannot be the name of an interface",
          "'ip link' lists those of the host");
    }
  }
}
