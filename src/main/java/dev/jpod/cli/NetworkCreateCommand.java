package dev.jpod.cli;

import dev.jpod.manifest.NetworkArguments;
import dev.jpod.model.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jpod network create}. */
final class NetworkCreateCommand implements Subcommand {
  private static final String SUBNET = "--subnet";
  private static final String GATEWAY = "--gateway";
  private static final String IPV6 = "--ipv6";
  private static final String INTERNAL = "--internal";
  private static final String ISOLATE = "--isolate";
  private static final String MTU = "--mtu";
  private static final String DRIVER = "--driver";
  private static final String OPTION = "--opt";
  private static final String LABEL = "--label";
  private static final String NO_DNS = "--no-dns";
  private static final String BRIDGE = "bridge";
  private static final String MACVLAN = "macvlan";
  private static final int SMALLEST_MTU = 576;
  private static final int LARGEST_MTU = 65535;

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Makes a network that belongs to no stack, and shows its name.",
            "A stack uses it with 'external: true'. On the host it is there while a pod is attached"
                + " to it.")
        .options(SUBNET, "RANGE", "Its addresses, as 10.89.0.0/24; at most one of IPv4 and IPv6.")
        .options(GATEWAY, "ADDRESS", "The gateway of a range. Default: its first address.")
        .flag(IPV6, "Pods have an IPv6 address, too.")
        .flag(INTERNAL, "Pods reach nothing beyond the network.")
        .flag(ISOLATE, "Its pods are reached from other networks through published ports only.")
        .option(MTU, "BYTES", "The largest packet. Default: as on the host's way out.")
        .option("-d," + DRIVER, "NAME", "bridge or macvlan. Default: bridge.")
        .options(OPTION, "KEY=VALUE", "An option of the driver; a macvlan has parent and mode.")
        .options("-l," + LABEL, "KEY=VALUE", "A label of the network.")
        .flag(NO_DNS, "Pods do not find each other by name.")
        .operand("NETWORK", Syntax.Arity.ONE, "The name of the network.")
        .example("jpod network create --subnet 10.99.0.0/24 office", "Makes a network.")
        .example(
            "jpod network create -d macvlan --opt parent=eth0 --subnet 192.168.1.0/24 lan",
            "Pods have addresses of the network behind eth0.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(3, "the name or a range is taken")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    NetworkSpec network =
        NetworkArguments.network(
            asked(arguments), arguments.values(SUBNET), arguments.values(GATEWAY));
    String name = NetworkArguments.name(arguments.operands().getFirst());
    wiring.engine().networks().create(name, null, network);
    if (!wiring.isQuiet()) {
      wiring.console().out().line(name);
    }
    return ExitCode.DONE.code();
  }

  private static NetworkSpec asked(Arguments arguments) {
    String driver = arguments.value(DRIVER, BRIDGE);
    if (!driver.equals(BRIDGE) && !driver.equals(MACVLAN)) {
      throw Arguments.wrong(DRIVER, driver, "bridge or macvlan");
    }
    return new NetworkSpec(
        driver,
        List.of(),
        arguments.has(INTERNAL),
        arguments.has(IPV6),
        arguments.has(ISOLATE),
        driver.equals(BRIDGE) && !arguments.has(NO_DNS),
        false,
        mtu(arguments),
        pairs(arguments, LABEL),
        pairs(arguments, OPTION));
  }

  private static int mtu(Arguments arguments) {
    int mtu = arguments.number(MTU, 0);
    if (arguments.has(MTU) && (mtu < SMALLEST_MTU || mtu > LARGEST_MTU)) {
      throw Arguments.wrong(
          MTU, Integer.toString(mtu), "a number from " + SMALLEST_MTU + " to " + LARGEST_MTU);
    }
    return mtu;
  }

  private static Map<String, String> pairs(Arguments arguments, String option) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : arguments.values(option)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw Arguments.wrong(option, pair, "a key and a value, for example owner=ops");
      }
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return pairs;
  }
}
