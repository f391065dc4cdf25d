package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.Programs;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** jpod on a terminal, in a pipe, under cron, and when a signal comes. */
class TerminalIT extends FreshStore {
  private static final String ESCAPE = "\u001b";
  private static final int CTRL_C = 3;
  private static final String IDLE =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          image: localhost/busybox:1
          command: [sleep, "100000"]
          stopSignal: KILL
      """;

  /** It stops only when its time is over. */
  private static final String STUBBORN =
      IDLE.replace(
              "[sleep, \"100000\"]", "[sh, -c, \"trap '' TERM; while true; do sleep 1; done\"]")
          .replace("stopSignal: KILL", "stopTimeout: 3s");

  @Test
  void onATerminalProgressIsLiveAndInColour() throws Exception {
    store.write("stack.yaml", IDLE);

    Result result = onTerminal(Map.of("LANG", "C.UTF-8"), "", store.argv("apply"));

    assertThat(result.well().out())
        .contains(ESCAPE + "[32m✓" + ESCAPE + "[0m web[0]", "running")
        .contains(ESCAPE + "[32mshop" + ESCAPE + "[0m  ok=1 changed=1 failed=0 skipped=0")
        .containsPattern("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]");
    assertThat(result.out().lastIndexOf(ESCAPE + "[?7h"))
        .as("lines wrap again in the end")
        .isGreaterThan(result.out().lastIndexOf(ESCAPE + "[?7l"));
  }

  @Test
  void aTerminalWithoutColoursAndWithoutUtf8IsRespected() throws Exception {
    store.write("stack.yaml", IDLE);

    Result result =
        onTerminal(Map.of("LC_ALL", "C", "NO_COLOR", "1"), "", store.argv("apply")).well();

    assertThat(result.out())
        .contains("ok web[0]", "running")
        .doesNotContain(ESCAPE + "[32m", "✓", "?\n");
    assertThat(result.out().chars()).allMatch(c -> c < 128);
  }

  @Test
  void onASmallTerminalTheTreeFitsAndStaysWholeInTheEnd() throws Exception {
    StringBuilder pods = new StringBuilder(IDLE);
    for (int i = 0; i < 8; i++) {
      pods.append("  p" + i + ": {image: localhost/busybox:1, command: [sleep, '9999'],");
      pods.append(" stopSignal: KILL}\n");
    }
    store.write("stack.yaml", pods.toString());
    String apply = "stty rows 5 cols 40; exec " + String.join(" ", store.argv("apply"));

    Result result =
        onTerminal(Map.of("LANG", "C.UTF-8", "NO_COLOR", "1"), "", List.of("sh", "-c", apply))
            .well();

    assertThat(result.out())
        .containsPattern("  and \\d+ (running|waiting|done)")
        .contains("✓ p0[0]", "✓ p7[0]", "✓ web[0]")
        .doesNotContain((ESCAPE + "[A").repeat(5));
  }

  @Test
  void aShellInAContainerHasATerminal() throws Exception {
    store.apply(IDLE).well();
    List<String> argv = store.argv();
    argv.addAll(List.of("exec", "-it", "web", "sh"));

    Result result = onTerminal(Map.of(), "test -t 0 && echo is $((40+2))\nexit 7\n", argv);

    assertThat(result.code()).isEqualTo(7);
    assertThat(result.out()).contains("is 42");
  }

  @Test
  void elsewhereTheOutputIsPlainLines() throws Exception {
    Result result = store.apply(IDLE).well();

    assertThat(result.out())
        .matches("shop  ok=1 changed=1 failed=0 skipped=0, 1 new network  \\d+\\.\\ds\n");
    assertThat(result.err()).contains(" start web[0]  ").doesNotContain(ESCAPE, "\r");
  }

  @Test
  void cronsBareEnvironmentIsEnough() throws Exception {
    store.write("stäck.yaml", IDLE);
    List<String> argv = new ArrayList<>(List.of("env", "-i"));
    argv.addAll(store.argv("plan", "-f", "stäck.yaml"));

    Result plan = store.run(argv).well();

    assertThat(plan.out()).containsPattern(" \\+ web\\[0\\] +CREATE").doesNotContain("?");
    assertThat(plan.err()).isEmpty();
    argv.set(argv.indexOf("plan"), "apply");
    store.run(argv).well();
    argv.add("--quiet");
    assertThat(store.run(argv)).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void aReaderWhoGoesEndsTheCommandQuietly() throws Exception {
    String line = "{ " + Store.JPOD + " help apply; echo code $? >&2; } | true";

    assertThat(store.run(List.of("sh", "-c", line)).err()).isEqualTo("code 141\n");
  }

  @Test
  void aFullDiskIsNoSuccess() throws Exception {
    Result full = store.run(List.of("sh", "-c", Store.JPOD + " version > /dev/full"));
    Result closed = store.run(List.of("sh", "-c", Store.JPOD + " version >&-"));

    assertThat(full.refusing(1).err()).contains("No space left on device");
    closed.refusing(1);
  }

  @Test
  void anInterruptedApplyFinishesWhatItBeganAndTheNextOneTheRest() throws Exception {
    for (String signal : List.of("INT", "TERM")) {
      String edited =
          STUBBORN.replace(
              "stopTimeout: 3s",
              "stopTimeout: 3s\n    hostname: " + signal.toLowerCase(Locale.ROOT));
      store.apply(STUBBORN).well();
      store.write("stack.yaml", edited);
      List<String> argv = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
      argv.addAll(store.argv("apply"));
      Process apply = store.begin(argv);
      awaitStep(apply, "create");
      new ProcessBuilder("kill", "-" + signal, Long.toString(apply.pid())).start().waitFor();

      Result result = Result.of(apply);

      assertThat(result.code()).as(signal + result).isEqualTo(signal.equals("INT") ? 130 : 143);
      assertThat(result.err()).contains("jpod: the run was interrupted");
      assertThat(result.out()).startsWith("shop  ok=");
      store.apply(edited).well();
      store.staysAsItIs(edited);
    }
  }

  /** All that runs on a terminal gets its Ctrl-C, whatever of it jpod runs at that time. */
  @Test
  void ctrlCInTheMiddleOfALiveChangeLetsItFinish() throws Exception {
    String edited = IDLE + "    resources: {pids: 77}\n";
    Path updating = slowUpdates();
    String path = "PATH=" + updating.getParent() + ":" + System.getenv("PATH");
    store.write("stack.yaml", IDLE);
    store.run(with(path, "apply")).well();
    store.write("stack.yaml", edited);

    Process script = script(Map.of(), with(path, "apply"));
    awaitFile(updating, script);
    script.getOutputStream().write(CTRL_C);
    script.getOutputStream().flush();
    Result result = Result.of(script);

    assertThat(Files.readString(updating)).isEqualTo("once\n");
    assertThat(result.with(130).out())
        .contains("interrupted:", "finishing 1 running step; press Ctrl-C again to leave it")
        .contains("web[0]", "changed", "ok=1 changed=1 failed=0 skipped=0");
    store.staysAsItIs(edited);
  }

  @Test
  void ctrlCTwiceLeavesTheTerminalAtOnce() throws Exception {
    String slow = STUBBORN.replace("3s", "20s");
    String edited = slow.replace("stopTimeout", "hostname: other\n    stopTimeout");
    store.apply(slow).well();
    store.write("stack.yaml", edited);
    Path mark = store.layout().container(store.container("shop-web-0").id()).resolve("stopped");

    Process script = script(Map.of(), store.argv("apply"));
    awaitFile(mark, script);
    for (int times = 0; times < 2; times++) {
      script.getOutputStream().write(CTRL_C);
      script.getOutputStream().flush();
      Thread.sleep(1000);
    }

    assertThat(script.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(Result.of(script).with(130).out()).contains("finishing 1 running step");
    store.apply(edited).well();
    store.staysAsItIs(edited);
  }

  /** Puts a runc before the real one that takes its time; gives the file that says it began. */
  private Path slowUpdates() throws Exception {
    Path folder = Files.createDirectory(store.folder().resolve("slow"));
    Path began = folder.resolve("began");
    Files.writeString(
        folder.resolve("runc"),
        """
        #!/bin/sh
        case " $* " in *" update "*) echo once >>%s && sleep 1 || exit 1 ;; esac
        exec %s "$@"
        """
            .formatted(began, new Programs(null).require("runc")));
    assertThat(folder.resolve("runc").toFile().setExecutable(true)).isTrue();
    return began;
  }

  private List<String> with(String variable, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("env", variable));
    argv.addAll(store.argv(arguments));
    return argv;
  }

  private static void awaitFile(Path file, Process process) throws Exception {
    while (!Files.exists(file)) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(10);
    }
  }

  @Test
  void aSignalEndsWhatFollows() throws Exception {
    store.apply(IDLE).well();
    for (String[] command : new String[][] {{"logs", "-f", "web"}, {"events", "-f"}}) {
      Process follower = store.begin(store.argv(command));
      Thread.sleep(700);
      follower.destroy();

      assertThat(follower.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(follower.exitValue()).isEqualTo(143);
    }
  }

  @Test
  void ctrlCInALiveTableLeavesTheTerminalAsItWas() throws Exception {
    store.apply(IDLE).well();
    Process script = script(Map.of(), store.argv("pod", "stats"));
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf("shop-web-0") < 0) {
      int next = script.getInputStream().read();
      assertThat(next).as(seen.toString()).isNotNegative();
      seen.append((char) next);
    }
    script.getOutputStream().write(CTRL_C);
    script.getOutputStream().flush();
    Result result = Result.of(script);

    assertThat(result.code()).isEqualTo(130);
    assertThat(seen).startsWith(ESCAPE + "[?1049h" + ESCAPE + "[?25l" + ESCAPE + "[?7l");
    assertThat(result.out()).endsWith(ESCAPE + "[?7h" + ESCAPE + "[?25h" + ESCAPE + "[?1049l");
  }

  private static void awaitStep(Process apply, String word) throws Exception {
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(word + " web[0]  ") < 0) {
      int next = apply.getErrorStream().read();
      assertThat(next).as(seen.toString()).isNotNegative();
      seen.append((char) next);
    }
  }

  /** Runs a program on a terminal of its own, and types into it. */
  private Result onTerminal(Map<String, String> environment, String typed, List<String> argv)
      throws Exception {
    Process process = script(environment, argv);
    try (OutputStream keyboard = process.getOutputStream()) {
      keyboard.write(typed.getBytes(UTF_8));
      keyboard.flush();
      return Result.of(process);
    }
  }

  /** Begins a program on a terminal of its own; what is written to it is typed there. */
  private Process script(Map<String, String> environment, List<String> argv) throws Exception {
    StringBuilder line = new StringBuilder("env --default-signal=INT ");
    argv.forEach(word -> line.append('\'').append(word).append("' "));
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qec", line.toString(), "/dev/null")
            .directory(store.folder().toFile());
    builder.environment().keySet().removeAll(List.of("LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR"));
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    return builder.start();
  }
}
