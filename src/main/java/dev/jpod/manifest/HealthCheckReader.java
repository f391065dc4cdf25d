package dev.jpod.manifest;

import dev.jpod.model.HealthCheck;
import dev.jpod.model.HealthCheck.OnFailure;
import dev.jpod.model.HealthCheck.Probe;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container's {@code healthCheck}: exactly one of command, http and tcp, and its timing; or
 * switched off.
 */
final class HealthCheckReader {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final int LAST_PORT = 65535;
  private static final Probe NOTHING = new Probe.Command(List.of());

  private HealthCheckReader() {}

  static HealthCheck read(Value value) {
    MapReader map = new MapReader(value);
    boolean isDisabled = map.flag("disabled");
    HealthCheck check =
        new HealthCheck(
            isDisabled ? ignored(map) : probe(map),
            map.duration("interval", SHORTEST, HealthCheck.DEFAULT_INTERVAL),
            map.duration("timeout", SHORTEST, HealthCheck.DEFAULT_TIMEOUT),
            map.integer("retries", 1, 1000, HealthCheck.DEFAULT_RETRIES),
            map.duration("startPeriod", Duration.ZERO, Duration.ZERO),
            map.duration("startInterval", SHORTEST, HealthCheck.DEFAULT_START_INTERVAL),
            map.choice("onFailure", OnFailure.values(), OnFailure.NONE));
    map.finish();
    return isDisabled ? HealthCheck.DISABLED : check;
  }

  /** What is switched off may stay in the file. */
  private static Probe ignored(MapReader map) {
    return map.has("command") || map.has("http") || map.has("tcp") ? probe(map) : NOTHING;
  }

  private static Probe probe(MapReader map) {
    Value command = map.get("command");
    Value http = map.get("http");
    Value tcp = map.get("tcp");
    int given = (command == null ? 0 : 1) + (http == null ? 0 : 1) + (tcp == null ? 0 : 1);
    if (given != 1) {
      map.problem(
          given == 0 ? "checks nothing" : "checks more than one thing",
          "give it exactly one of command, http or tcp");
    }
    Probe probe = NOTHING;
    if (tcp != null) {
      Integer port = port(tcp);
      probe = port == null ? NOTHING : new Probe.Tcp(port);
    }
    if (http != null) {
      probe = http(http);
    }
    if (command != null) {
      probe = new Probe.Command(Commands.read(command));
    }
    return probe;
  }

  private static Probe http(Value value) {
    MapReader map = new MapReader(value);
    Value portValue = map.require("port", "write {port: 8080, path: /healthz}");
    Integer port = portValue == null ? null : port(portValue);
    Value pathValue = map.get("path");
    String path = pathValue == null ? "/" : pathValue.line();
    if (pathValue != null && path != null && !isPath(path)) {
      pathValue.problem(
          "'" + Quote.shortened(path) + "' is not the path of a URL",
          path.startsWith("/") ? "write what is not plain ASCII as %20" : "start it with '/'");
    }
    map.finish();
    return port == null || path == null ? NOTHING : new Probe.Http(port, path);
  }

  private static boolean isPath(String path) {
    return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private static @Nullable Integer port(Value value) {
    Long port = value.integer(1, LAST_PORT);
    return port == null ? null : port.intValue();
  }
}
