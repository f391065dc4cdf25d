package dev.jpod;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that ask for all they can, side by side, and what they say in the end. */
public final class Load implements AutoCloseable {
  /** What runs classes of these tests, in a container, too, that has this folder. */
  public static final Path JAVA = Path.of(System.getProperty("java.home"));

  /** Where the classes of these tests are. */
  public static final Path CLASSES =
      Path.of(Load.class.getProtectionDomain().getCodeSource().getLocation().getPath());

  private static final Pattern REQUESTS = Pattern.compile("requests=(\\d+)|(\\d+) requests in");
  private static final Pattern FAILED =
      Pattern.compile(
          "(?:failed=|Non-2xx or 3xx responses: |connect |read |write |timeout )(\\d+)");

  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final long start = System.nanoTime();

  /** A program that asks, and whether a signal or the end of its input ends it. */
  private record Client(Process process, boolean bySignal) {}

  /** What a client says. */
  public record Report(String text) {
    /** How many requests it made. */
    public long requests() {
      Matcher matcher = REQUESTS.matcher(text);
      if (!matcher.find()) {
        throw new AssertionError("a client says '" + text + "'");
      }
      return Long.parseLong(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }

    /** How many of them were not answered, or otherwise than well. */
    public long failed() {
      long sum = 0;
      Matcher matcher = FAILED.matcher(text);
      while (matcher.find()) {
        sum += Long.parseLong(matcher.group(1));
      }
      return sum;
    }
  }

  /** The program and its arguments before an address: kept connections, as many as are said. */
  public void wrk(String name, List<String> within, int connections, String url, String... more)
      throws IOException {
    List<String> argv = new ArrayList<>(within);
    argv.addAll(List.of("wrk", "-t1", "-c" + connections, "-d10m", "--timeout", "3s"));
    argv.add("--latency");
    argv.addAll(List.of(more));
    argv.add(url);
    clients.put(name, new Client(start(argv), true));
  }

  /** A {@link LoadClient} of four threads. */
  public void client(String name, List<String> within, String protocol, String host, int port)
      throws IOException {
    List<String> argv = new ArrayList<>(within);
    argv.addAll(
        List.of(
            JAVA + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-cp",
            CLASSES.toString(),
            LoadClient.class.getName()));
    argv.addAll(List.of(protocol, host, Integer.toString(port), "4", "2000"));
    clients.put(name, new Client(start(argv), false));
  }

  private static Process start(List<String> argv) throws IOException {
    return new ProcessBuilder(argv).redirectErrorStream(true).start();
  }

  /** What a program is started by that is to see the network and the names that a pod sees. */
  public static List<String> within(Path namespace, Path resolver) {
    return List.of(
        "nsenter",
        "--net=" + namespace,
        "unshare",
        "--mount",
        "sh",
        "-c",
        "mount --bind \"$1\" $(readlink -f /etc/resolv.conf) && shift && exec \"$@\"",
        "sh",
        resolver.toString());
  }

  /** Has all clients end; what they say, by their names. */
  public Map<String, Report> end() throws IOException, InterruptedException {
    for (Client client : clients.values()) {
      client.process().getOutputStream().close();
      if (client.bySignal()) {
        String pid = Long.toString(client.process().pid());
        new ProcessBuilder("sh", "-c", "kill -INT " + pid).start().waitFor();
      }
    }
    Map<String, Report> reports = new LinkedHashMap<>();
    for (Map.Entry<String, Client> client : clients.entrySet()) {
      byte[] said = client.getValue().process().getInputStream().readAllBytes();
      reports.put(client.getKey(), new Report(new String(said, StandardCharsets.UTF_8)));
    }
    return reports;
  }

  /** For how long they have been asking, begun seconds included. */
  public long seconds() {
    return 1 + (System.nanoTime() - start) / 1_000_000_000;
  }

  @Override
  public void close() {
    clients.values().forEach(client -> client.process().destroyForcibly());
  }
}
