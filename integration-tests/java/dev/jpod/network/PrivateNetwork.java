package dev.jpod.network;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/**
 * Runs the tests of a class in a program of its own, whose network, mounts and processes nobody
 * else has: so they can set up a firewall, flush it and count what is left, and disturb nobody.
 */
final class PrivateNetwork {
  private static final String PASSED = "passed";
  private static final String MARK = "=== ";

  /** With the first process of its namespace, whatever else was started in there ends. */
  private static final List<String> APART =
      List.of("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");

  /** Mounts what shows the network of who looks. */
  private static final String PREPARE =
      "mount -t sysfs sysfs /sys && mount -t tmpfs tmpfs /run"
          + " && ip link set lo up && exec \"$@\"";

  /**
   * Makes the host's surroundings as root, then goes on as somebody who is nobody else on the host,
   * called root in a user namespace of his own. What he runs is mounted where he can read it.
   */
  private static final String DROP =
      """
      set -e
      mount -t sysfs sysfs /sys
      mount -t tmpfs -o mode=755 tmpfs /run
      mkdir /run/dev /run/cp
      mount -t tmpfs -o mode=755 tmpfs /dev/net
      mknod -m 666 /dev/net/tun c 10 200
      ip link set lo up
      "$1" -XX:TieredStopAtLevel=1 -cp "$2" "$3" around
      IFS=:
      n=0 paths=
      for path in $2; do
        n=$((n + 1))
        place=/run/cp/$n.jar
        [ -e "$path" ] || continue
        if [ -d "$path" ]; then mkdir "$place"; else : >"$place"; fi
        mount --bind "$path" "$place"
        paths=$paths:$place
      done
      unset IFS
      exec setpriv --reuid=64999 --regid=64999 --clear-groups \
        unshare --user --map-root-user --mount \
        "$1" -XX:TieredStopAtLevel=1 -Djpod.user=64999 -Djpod.lab.uplink="$5" -cp "${paths#:}" "$3" "$4"
      """;

  private PrivateNetwork() {}

  /** One test per test method of the class, with the outcome that it had in there. */
  static Stream<DynamicTest> tests(Class<?> type) throws IOException, InterruptedException {
    List<String> script = List.of("sh", "-c", PREPARE, "sh");
    return tests(type, Stream.concat(script.stream(), program(type).stream()).toList());
  }

  /** The same tests as an ordinary user has them; the host around is root's. */
  static Stream<DynamicTest> testsAsUser(Class<?> type, UplinkProgram uplink)
      throws IOException, InterruptedException {
    return tests(
        type,
        List.of(
            "sh",
            "-c",
            DROP,
            "sh",
            System.getProperty("java.home") + "/bin/java",
            System.getProperty("java.class.path"),
            PrivateNetwork.class.getName(),
            type.getName(),
            uplink.name()));
  }

  private static List<String> program(Class<?> type) {
    return List.of(
        System.getProperty("java.home") + "/bin/java",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        PrivateNetwork.class.getName(),
        type.getName());
  }

  private static Stream<DynamicTest> tests(Class<?> type, List<String> program)
      throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(APART);
    argv.addAll(program);
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Map<String, String> outcomes = outcomes(output);
    return methods(type)
        .map(Method::getName)
        .map(name -> DynamicTest.dynamicTest(name, () -> check(outcomes.get(name), output)));
  }

  private static void check(@Nullable String outcome, String output) {
    if (outcome == null) {
      throw new AssertionError("did not run: " + output);
    }
    if (!outcome.lines().findFirst().equals(Optional.of(PASSED))) {
      throw new AssertionError(outcome);
    }
  }

  private static Map<String, String> outcomes(String output) {
    Map<String, String> outcomes = new TreeMap<>();
    for (String part : output.split(MARK, -1)) {
      int newline = part.indexOf('\n');
      if (newline > 0) {
        outcomes.put(part.substring(0, newline), part.substring(newline + 1).strip());
      }
    }
    return outcomes;
  }

  private static Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .sorted(Comparator.comparing(Method::getName));
  }

  /** What runs in there: every test method of the class that is named, or just those named too. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    if (arguments[0].equals("around")) {
      Lab.makeNeighbour();
      Lab.begin(Lab.NEIGHBOUR_NAMESPACE, "TCP6-LISTEN:7000", "$SOCAT_PEERADDR");
      System.exit(0);
    }
    Class<?> type = Class.forName(arguments[0]);
    List<String> wanted = Arrays.asList(arguments).subList(1, arguments.length);
    for (Method method : methods(type).toList()) {
      if (wanted.isEmpty() || wanted.contains(method.getName())) {
        String outcome = outcome(type, method);
        System.out.println(MARK + method.getName() + "\n" + outcome);
      }
    }
    System.exit(0);
  }

  private static String outcome(Class<?> type, Method method) throws ReflectiveOperationException {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    method.setAccessible(true);
    try {
      method.invoke(constructor.newInstance());
      return PASSED;
    } catch (InvocationTargetException e) {
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      return text.toString();
    }
  }
}
