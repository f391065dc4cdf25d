package dev.jpod.network;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.Listener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * An uplink by pasta. It gives the store's network the host's own addresses, and carries ports of
 * both families; other ports take a new start, at which open connections end.
 */
final class Pasta implements Uplink {
  private static final String PROGRAM = "pasta";

  /** Link-local, so that no host has it. */
  private static final String RESOLVER = "169.254.0.53";

  private static final Duration TO_START = Duration.ofSeconds(15);

  private final Path folder;
  private final StoreGround ground;
  private final ProcessRunner runner;
  private final Programs programs;
  private final ResidentProgram program;

  /**
   * The uplink of a store.
   *
   * @param folder where its notes lie
   */
  Pasta(Path folder, StoreGround ground, ProcessRunner runner, Programs programs) {
    this.folder = folder;
    this.ground = ground;
    this.runner = runner;
    this.programs = programs;
    this.program = new ResidentProgram(folder.resolve("pasta.pid"), ground.path());
  }

  @Override
  public void require(PortMapping port) {
    OpenPorts.requirePort(port);
  }

  @Override
  public List<String> guards() {
    return List.of();
  }

  @Override
  public String resolver() {
    return RESOLVER;
  }

  /** It takes those that the host has, which no network of a store can have anyway. */
  @Override
  public List<TakenRange> ranges() {
    return List.of();
  }

  @Override
  public List<PortMapping> arriving(List<PortMapping> ports, List<PortMapping> all) {
    return ports;
  }

  @Override
  public boolean matches(List<PortMapping> ports) {
    return program.pid() != 0 && RunFolder.read(note()).equals(text(ports));
  }

  @Override
  public void serve(List<PortMapping> ports) {
    if (!matches(ports)) {
      refuseTaken(ports);
      end();
      start(ports);
      RunFolder.write(note(), text(ports));
    }
  }

  @Override
  public long process() {
    return program.pid();
  }

  @Override
  public void end() {
    program.end();
    for (Path file : List.of(program.pidFile(), note())) {
      RunFolder.write(file, "");
    }
  }

  /** It says nothing of a port that it does not get. */
  private void refuseTaken(List<PortMapping> ports) {
    String own = HostPorts.holder(program.pid());
    List<Listener> listeners = ports.isEmpty() ? List.of() : HostPorts.read().listeners(ports);
    for (PortMapping port : ports) {
      for (Listener listener : listeners) {
        if (isFor(port, listener) && !listener.holder().equals(own)) {
          throw JpodException.refused(
              "port "
                  + listener.port()
                  + " of the host cannot be published: "
                  + listener.holder()
                  + " listens on '"
                  + listener.address()
                  + "'",
              "choose another port, or end the other program");
        }
      }
    }
  }

  private static boolean isFor(PortMapping port, Listener listener) {
    String wanted = port.hostAddress();
    return port.protocol() == listener.protocol()
        && listener.port() >= port.hostPort()
        && listener.port() < port.hostPort() + port.count()
        && (wanted.isEmpty()
            || wanted.equals("0.0.0.0")
            || wanted.equals("::")
            || wanted.equals(listener.address())
            || listener.address().equals("0.0.0.0")
            || listener.address().equals("::"));
  }

  private void start(List<PortMapping> ports) {
    List<String> argv = new ArrayList<>(List.of(programs.require(PROGRAM).toString()));
    argv.addAll(List.of("--config-net", "--quiet", "--no-map-gw", "--mtu", Integer.toString(MTU)));
    argv.addAll(List.of("--dns-forward", RESOLVER, "--pid", program.pidFile().toString()));
    argv.addAll(List.of("-T", "none", "-U", "none"));
    argv.addAll(words("-t", Protocol.TCP, ports));
    argv.addAll(words("-u", Protocol.UDP, ports));
    argv.addAll(List.of("--netns", ground.path()));
    CommandResult result = runner.run(Command.of(argv).in(folder).within(TO_START));
    if (!result.succeeded() || program.pid() == 0) {
      throw JpodException.failed(
          "pasta did not connect the pods with the host: it said '" + result.complaint() + "'",
          "see whether '/dev/net/tun' may be opened, and 'jpod doctor'");
    }
  }

  private static List<String> words(String option, Protocol protocol, List<PortMapping> ports) {
    List<String> words = new ArrayList<>();
    for (PortMapping port : ports) {
      if (port.protocol() == protocol) {
        String address = port.hostAddress().isEmpty() ? "" : port.hostAddress() + "/";
        int last = port.hostPort() + port.count() - 1;
        words.add(option);
        words.add(address + port.hostPort() + (port.count() == 1 ? "" : "-" + last));
      }
    }
    return words.isEmpty() ? List.of(option, "none") : words;
  }

  private Path note() {
    return folder.resolve("pasta.ports");
  }

  private static String text(List<PortMapping> ports) {
    TreeSet<String> lines = new TreeSet<>();
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
      List<String> words = words(protocol == Protocol.TCP ? "-t" : "-u", protocol, ports);
      for (int i = 0; i < words.size(); i += 2) {
        lines.add(words.get(i) + " " + words.get(i + 1));
      }
    }
    return String.join("\n", lines) + "\n";
  }
}
