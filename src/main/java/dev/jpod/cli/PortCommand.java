package dev.jpod.cli;

import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.observed.ObservedPod;
import java.util.List;

/** {@code jpod port}. */
final class PortCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows where on the host the ports of a pod are published.",
            "0.0.0.0 stands for every address. A port that is not published is an error.")
        .operand("POD", Syntax.Arity.ONE, NamedPod.OPERAND)
        .operand("PORT", Syntax.Arity.AT_MOST_ONE, "A port in the pod: 80, or 53/udp.")
        .example("jpod port shop-web-0", "All published ports.")
        .example("jpod port web 80", "Where port 80 of the pod web is.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<String> operands = arguments.operands();
    Wanted wanted = operands.size() < 2 ? Wanted.ALL : Wanted.of(operands.getLast());
    ObservedPod pod = NamedPod.find(operands.getFirst(), wiring.engine().observer());
    Output out = wiring.console().out();
    boolean found = false;
    for (PortMapping mapping : pod.ports()) {
      for (int i = 0; i < mapping.count(); i++) {
        int inside = mapping.containerPort() + i;
        if (wanted.fits(mapping, inside)) {
          String outside = PortsText.address(mapping) + ":" + (mapping.hostPort() + i);
          found = true;
          out.line(
              wanted.isEvery()
                  ? inside + "/" + PortsText.protocol(mapping) + " -> " + outside
                  : outside);
        }
      }
    }
    if (!found && !wanted.isEvery()) {
      throw JpodException.notFound(
          "port " + operands.getLast() + " of pod '" + pod.name() + "' is not published",
          "'jpod port " + pod.name() + "' lists the ports that are");
    }
    return ExitCode.DONE.code();
  }

  /**
   * Which port is asked for.
   *
   * @param port 0 for all
   * @param protocol in lower case
   */
  private record Wanted(int port, String protocol) {
    static final Wanted ALL = new Wanted(0, "");

    static Wanted of(String text) {
      int slash = text.indexOf('/');
      String number = slash < 0 ? text : text.substring(0, slash);
      String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
      boolean digits = number.matches("[1-9][0-9]{0,4}");
      if (!digits || !List.of("tcp", "udp", "sctp").contains(protocol)) {
        throw Arguments.wrong("PORT", text, "a port, such as 80 or 53/udp");
      }
      return new Wanted(Integer.parseInt(number), protocol);
    }

    boolean isEvery() {
      return port == 0;
    }

    boolean fits(PortMapping mapping, int inside) {
      return isEvery() || (port == inside && protocol.equals(PortsText.protocol(mapping)));
    }
  }
}
