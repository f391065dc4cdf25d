package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import dev.jpod.model.ProcessSpec.Ulimit;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The resource limits of a container's first process, by the names of getrlimit(2). */
final class Ulimits {
  private static final long UNLIMITED = -1;

  /** How /proc/PID/limits and getrlimit(2) call the same limit. */
  private static final List<Map.Entry<String, String>> TITLES =
      List.of(
          Map.entry("Max cpu time", "cpu"),
          Map.entry("Max file size", "fsize"),
          Map.entry("Max data size", "data"),
          Map.entry("Max stack size", "stack"),
          Map.entry("Max core file size", "core"),
          Map.entry("Max resident set", "rss"),
          Map.entry("Max processes", "nproc"),
          Map.entry("Max open files", "nofile"),
          Map.entry("Max locked memory", "memlock"),
          Map.entry("Max address space", "as"),
          Map.entry("Max file locks", "locks"),
          Map.entry("Max pending signals", "sigpending"),
          Map.entry("Max msgqueue size", "msgqueue"),
          Map.entry("Max nice priority", "nice"),
          Map.entry("Max realtime priority", "rtprio"),
          Map.entry("Max realtime timeout", "rttime"));

  /** The limits that do not depend on the shell that jpod was started from. */
  private static final Map<String, Long> DEFAULT = Map.of("nofile", 1L << 20, "nproc", 1L << 22);

  private Ulimits() {}

  /** Reads the hard limits from the content of /proc/PID/limits. */
  static Map<String, Long> hardLimits(String text) {
    Map<String, Long> limits = new LinkedHashMap<>();
    for (Map.Entry<String, String> title : TITLES) {
      int start = text.indexOf(title.getKey());
      if (start >= 0) {
        int end = text.indexOf('\n', start);
        String row = text.substring(start + title.getKey().length(), end < 0 ? text.length() : end);
        String[] columns = row.strip().split(" +", -1);
        limits.put(
            title.getValue(),
            columns[1].equals("unlimited") ? UNLIMITED : Long.parseLong(columns[1]));
      }
    }
    return limits;
  }

  /**
   * The limits as the OCI specification writes them: what was asked for, else the defaults lowered
   * to what the host can give.
   *
   * @throws JpodException when more is asked for than the host can give
   */
  static ArrayNode json(Map<String, Ulimit> asked, HostFacts host) {
    Map<String, Ulimit> limits = new TreeMap<>();
    DEFAULT.forEach((name, limit) -> limits.put(name, lowered(limit, host.hardLimit(name), host)));
    asked.forEach((name, limit) -> limits.put(name, attainable(name, limit, host)));

    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    limits.forEach(
        (name, limit) ->
            rows.addObject()
                .put("type", "RLIMIT_" + name.toUpperCase(Locale.ROOT))
                .put("hard", number(limit.hard()))
                .put("soft", number(limit.soft())));
    return rows;
  }

  private static Ulimit lowered(long limit, @Nullable Long hard, HostFacts host) {
    boolean tooHigh = hard != null && !host.canRaiseLimits() && exceeds(limit, hard);
    long possible = tooHigh ? Objects.requireNonNull(hard) : limit;
    return new Ulimit(possible, possible);
  }

  private static Ulimit attainable(String name, Ulimit asked, HostFacts host) {
    if (TITLES.stream().noneMatch(title -> title.getValue().equals(name))) {
      throw JpodException.refused(
          "'" + name + "' is not a ulimit", "use a name of getrlimit(2) in lower case: nofile");
    }
    if (exceeds(asked.soft(), asked.hard())) {
      throw JpodException.refused(
          "the soft limit of the ulimit " + name + " is above its hard limit: " + text(asked),
          "write the soft limit first, for example 1024:2048");
    }
    Long hard = host.hardLimit(name);
    if (hard != null && !host.canRaiseLimits() && exceeds(asked.hard(), hard)) {
      throw JpodException.refused(
          "the ulimit " + name + " cannot be " + text(asked) + ", because jpod's own is " + hard,
          "ask for at most " + hard + ", or run jpod with CAP_SYS_RESOURCE or a higher limit");
    }
    return asked;
  }

  private static boolean exceeds(long limit, long other) {
    return other != UNLIMITED && (limit == UNLIMITED || limit > other);
  }

  private static String text(Ulimit limit) {
    return text(limit.soft()) + ":" + text(limit.hard());
  }

  private static String text(long limit) {
    return limit == UNLIMITED ? "unlimited" : Long.toString(limit);
  }

  private static BigInteger number(long limit) {
    return limit == UNLIMITED
        ? BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE)
        : BigInteger.valueOf(limit);
  }
}
