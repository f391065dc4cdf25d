package dev.jpod.cli;

import dev.jpod.model.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Published ports as Docker's and Podman's users know them. */
final class PortsText {
  private static final String EVERY_ADDRESS = "0.0.0.0";

  private PortsText() {}

  /** All of them in one cell: {@code 0.0.0.0:8080->80/tcp}; a hyphen for none. */
  static String of(List<PortMapping> ports) {
    List<String> texts = new ArrayList<>();
    for (PortMapping port : ports) {
      texts.add(
          address(port)
              + ":"
              + range(port.hostPort(), port.count())
              + "->"
              + range(port.containerPort(), port.count())
              + "/"
              + protocol(port));
    }
    return texts.isEmpty() ? "-" : String.join(", ", texts);
  }

  /** Where the host listens, as an address of a URL has it. */
  static String address(PortMapping port) {
    String address = port.hostAddress().isEmpty() ? EVERY_ADDRESS : port.hostAddress();
    return address.indexOf(':') < 0 ? address : "[" + address + "]";
  }

  static String protocol(PortMapping port) {
    return port.protocol().name().toLowerCase(Locale.ROOT);
  }

  private static String range(int first, int count) {
    return count == 1 ? Integer.toString(first) : first + "-" + (first + count - 1);
  }
}
