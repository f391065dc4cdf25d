package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.cli.Surroundings.Caller;
import dev.jpod.cli.Surroundings.Terminals;
import dev.jpod.host.HostUser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Runs command lines in this process, in a folder and with a store of their own. */
final class Shell {
  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private String standardInput = "";
  private String locale = "C.UTF-8";
  private Terminals terminals = Terminals.NONE;
  private Caller caller = Caller.ROOT;

  /** Works in the folder; the store lies in it, too. */
  Shell(Path folder) {
    this.folder = folder;
    with("JPOD_ROOT", folder.resolve("root").toString());
    with("JPOD_RUNROOT", folder.resolve("run").toString());
    with("XDG_CONFIG_HOME", folder.resolve("config").toString());
  }

  /** What a command line did. */
  record Result(int code, String out, String err) {}

  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Shell reading(String text) {
    standardInput = text;
    return this;
  }

  Shell in(String otherLocale) {
    locale = otherLocale;
    return this;
  }

  Shell withoutRoot() {
    caller = new Caller(new HostUser(54321), "", "unshare failed", "");
    return this;
  }

  /** Makes these streams terminals, by their numbers. */
  Shell onTerminals(String numbers) {
    terminals = Terminals.of(numbers);
    return this;
  }

  Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = runInto(out, err, arguments);
    return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  int runInto(OutputStream out, OutputStream err, String... arguments) {
    return Main.run(
        new Surroundings(
            new ByteArrayInputStream(standardInput.getBytes(UTF_8)),
            out,
            err,
            environment,
            folder,
            terminals,
            locale,
            caller),
        arguments);
  }
}
