package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the commands of stacks do without a container: reading, refusing, showing. */
class StackCommandTests {
  private static final String SHOP =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          image: localhost/busybox:${TAG:-1}
          networks: host
      """;

  private static final String TWO_MISTAKES =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          image: busybox
          replcias: 2
          restart: sometimes
      """;

  @TempDir private Path folder;

  private Shell shell;

  @BeforeEach
  void newShell() {
    shell = new Shell(folder);
  }

  @Test
  void aGoodManifestIsValid() throws IOException {
    write("stack.yaml", SHOP);

    assertThat(shell.run("validate"))
        .isEqualTo(new Shell.Result(0, "shop: valid, 1 pod, 1 container\n", ""));
    assertThat(shell.run("validate", "--quiet")).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(shell.reading(SHOP).run("validate", "-f", "-").code()).isZero();
  }

  @Test
  void everyProblemIsALineThatEditorsUnderstand() throws IOException {
    write("stack.yaml", TWO_MISTAKES);

    Shell.Result result = shell.run("validate");

    assertThat(result.code()).isEqualTo(65);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .containsExactly(
            "stack.yaml:7:5: pods.web.replcias: unknown field (did you mean 'replicas'?)",
            "stack.yaml:8:14: pods.web.restart: 'sometimes' is not a restart policy (write no,"
                + " always, unless-stopped or on-failure:5)",
            "jpod: the manifest has 2 problems");
    assertThat(shell.run("plan").code()).isEqualTo(65);
    assertThat(shell.run("apply").code()).isEqualTo(65);
  }

  @Test
  void aTerminalIsShownTheLineAndThePlaceInIt() throws IOException {
    write("stack.yaml", TWO_MISTAKES);

    assertThat(shell.onTerminals("2").with("NO_COLOR", "1").run("validate").err())
        .startsWith(
            """
            stack.yaml:7:5: pods.web.replcias: unknown field
              7 |     replcias: 2
                |     ^
              hint: did you mean 'replicas'?
            """);
  }

  @Test
  void aProgramGetsTheProblemsAsData() throws IOException {
    write("stack.yaml", TWO_MISTAKES);

    Shell.Result result = shell.run("validate", "-o", "json");
    JsonNode json = JsonMapper.shared().readTree(result.out());

    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).isEmpty();
    assertThat(json.required("valid").booleanValue()).isFalse();
    assertThat(json.required("problems").get(0).toString())
        .isEqualTo(
            "{\"file\":\"stack.yaml\",\"line\":7,\"column\":5,\"path\":\"pods.web.replcias\","
                + "\"message\":\"unknown field\",\"hint\":\"did you mean 'replicas'?\"}");
  }

  @Test
  void anImageOfThisHostIsProposedForAShortName() throws IOException {
    Files.write(folder.resolve("empty.tar"), new byte[10 * 1024]);
    shell.run("import", "empty.tar", "localhost/busybox:1");
    write("stack.yaml", SHOP.replace("localhost/busybox", "busybox"));

    assertThat(shell.run("plan").err()).contains("hint: did you mean 'localhost/busybox:1'?\n");
  }

  @Test
  void variablesComeFromOptionsThenTheEnvironmentThenFiles() throws IOException {
    write("stack.yaml", SHOP);
    write(".env", "TAG=beside\n");
    write("given.env", "TAG=given\n");

    assertThat(missingImage(shell)).contains("localhost/busybox:beside");
    assertThat(missingImage(shell, "--env-file", "given.env")).contains("busybox:given");
    shell.with("TAG", "around");
    assertThat(missingImage(shell, "--env-file", "given.env")).contains("busybox:around");
    assertThat(missingImage(shell, "--set", "TAG=set")).contains("busybox:set");
  }

  @Test
  void aMissingEnvironmentFileIsWrongUsage() throws IOException {
    write("stack.yaml", SHOP);

    assertThat(shell.run("validate", "--env-file", "none.env"))
        .isEqualTo(
            new Shell.Result(
                64, "", "jpod: there is no file 'none.env'\nhint: correct the name\n"));
  }

  @Test
  void aMissingImageFailsWithItsLineAndLeavesNothingBehind() throws IOException {
    write("stack.yaml", SHOP);

    Shell.Result result = shell.run("apply");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("jpod: the image 'localhost/busybox:1' is not in the store (stack.yaml:6)\n");
    assertThat(folder.resolve("root/containers")).doesNotExist();
  }

  @Test
  void aSourceThatFailsIsNamedWithWhatComesFromIt() throws IOException {
    String secret =
        SHOP.replace("${TAG:-1}", "1")
            + "    secrets: [key]\nsecrets:\n  key: {command: [%s]}\n".formatted("/bin/false");
    Files.write(folder.resolve("empty.tar"), new byte[10 * 1024]);
    shell.run("import", "empty.tar", "localhost/busybox:1");

    write("stack.yaml", secret);
    assertThat(shell.run("plan"))
        .isEqualTo(
            new Shell.Result(
                1,
                "",
                "jpod: the secret 'key' (stack.yaml:10) could not be fetched: '/bin/false' ended"
                    + " with exit code 1\nhint: run it by hand to see why\n"));
    write("stack.yaml", secret.replace("/bin/false", "/no/such"));
    assertThat(shell.run("plan").err())
        .startsWith(
            "jpod: the secret 'key' (stack.yaml:10) could not be fetched: there is no program");
    write(
        "stack.yaml",
        secret.replace("secret", "config").replace("command: [/bin/false]", "file: none"));
    assertThat(shell.run("plan").err())
        .startsWith("jpod: the config 'key' (stack.yaml:10) is to be read from '");
  }

  @Test
  void optionsOfARunAreCheckedBeforeAnythingIsRead() {
    assertThat(shell.run("apply", "--if-locked", "wait").err())
        .startsWith("jpod: 'wait' does not fit --if-locked\n");
    assertThat(shell.run("apply", "--parallel", "0").code()).isEqualTo(64);
    assertThat(shell.run("apply", "--parallel", "-1").code()).isEqualTo(64);
    assertThat(shell.run("apply", "--lock-timeout", "soon").code()).isEqualTo(64);
    assertThat(shell.run("apply").err()).startsWith("jpod: no manifest was named");
  }

  @Test
  void destroyNamesItsStackOnce() throws IOException {
    write("stack.yaml", SHOP);

    assertThat(shell.run("destroy").err()).startsWith("jpod: no stack is named\n");
    assertThat(shell.run("destroy", "shop", "-f", "stack.yaml").err())
        .startsWith("jpod: a stack is named twice\n");
    assertThat(shell.run("destroy", "../shop").code()).isEqualTo(64);
  }

  @Test
  void destroyingWhatIsNotThereIsNothingToDo() throws IOException {
    write("stack.yaml", SHOP);

    Shell.Result byName = shell.run("destroy", "shop");

    assertThat(byName.code()).isZero();
    assertThat(byName.out()).isEqualTo("there is no stack 'shop'; nothing to do\n");
    assertThat(shell.run("destroy", "shop", "-o", "json").out())
        .contains("\"outcome\":\"unchanged\"");
    assertThat(shell.run("destroy", "-f", "stack.yaml").code()).isZero();
    assertThat(shell.run("destroy", "shop", "--quiet").out()).isEmpty();
    assertThat(folder.resolve("root")).doesNotExist();
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void anUnexpectedProblemIsASentenceAndATraceOnlyOnDemand() {
    Output out = new Output(OutputStream.nullOutputStream());
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings around =
        new Surroundings(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            err,
            Map.of(),
            folder,
            Surroundings.Terminals.NONE,
            "C",
            Surroundings.Caller.ROOT);
    Console console = new Console(around, out, Console.Colours.AUTO);

    ExitCode code =
        new Failures(console, Failures.Detail.SENTENCE).report(new IllegalStateException("odd"));

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "jpod: something unexpected went wrong inside jpod: java.lang.IllegalStateException:"
                + " odd\nhint: run again with --debug, and report what it shows\n");
    new Failures(console, Failures.Detail.STACK_TRACE).report(new IllegalStateException("odd"));
    assertThat(err.toString(UTF_8)).contains("\tat dev.jpod.");
  }

  private static String missingImage(Shell shell, String... options) {
    String[] line = new String[options.length + 1];
    line[0] = "plan";
    System.arraycopy(options, 0, line, 1, options.length);
    return shell.run(line).err();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
