package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.registry.FaultyRegistry;
import dev.jpod.registry.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What login, logout and search say and accept. */
class RegistryCommandTests {
  /** me:secret. */
  private static final String BASIC = "Basic bWU6c2VjcmV0";

  @TempDir private Path folder;
  private FaultyRegistry registry;
  private Shell shell;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    registry =
        FaultyRegistry.start()
            .guardedBy(
                request ->
                    request.header("authorization").equals(BASIC)
                        ? null
                        : Reply.error(401, "who?", "WWW-Authenticate", "Basic realm=\"x\""));
    file = folder.resolve("auth.json");
    Path conf = folder.resolve("registries.conf");
    Files.writeString(conf, "unqualified-search-registries = ['" + registry.address() + "']");
    shell =
        new Shell(folder)
            .withoutRoot()
            .with("REGISTRY_AUTH_FILE", file.toString())
            .with("CONTAINERS_REGISTRIES_CONF", conf.toString());
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private Shell.Result login(String password, String... more) {
    String[] words = {"login", "-u", "me", "--password-stdin", registry.address()};
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return shell.reading(password).run(all);
  }

  @Test
  void aLoginIsKeptShownAndForgotten() {
    assertThat(login("secret\n"))
        .isEqualTo(
            new Shell.Result(
                0,
                "logged in to '%s' as 'me'; kept in '%s'\n".formatted(registry.address(), file),
                ""));
    assertThat(shell.run("login", "--get-login").out()).isEqualTo("me\n");
    assertThat(shell.run("login", "--get-login", "-o", "json").out())
        .contains("\"registry\" : \"" + registry.address() + "\"", "\"user\" : \"me\"");
    assertThat(shell.run("logout"))
        .isEqualTo(new Shell.Result(0, "logged out of '" + registry.address() + "'\n", ""));
    assertThat(shell.run("login", "--get-login").code()).isEqualTo(1);
    assertThat(shell.run("logout").code()).isEqualTo(1);
    assertThat(shell.run("logout", "--all").code()).isZero();
  }

  @Test
  void aWrongPasswordIsNotKept() {
    Shell.Result result = login("guess");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("jpod: the registry '" + registry.address() + "' does not let in the user 'me'")
        .doesNotContain("guess");
    assertThat(file).doesNotExist();
  }

  @Test
  void aPasswordOnTheCommandLineWorksWithAWarning() {
    Shell.Result result = shell.run("login", "-u", "me", "-p", "secret");

    assertThat(result.code()).isZero();
    assertThat(result.err()).startsWith("warning: ").doesNotContain("secret");
  }

  @Test
  void programsReadWhereItIsKept() {
    assertThat(login("secret", "-o", "json").out()).contains("\"keptIn\" : \"'" + file + "'\"");
  }

  @Test
  void anotherFileCanBeNamed() throws IOException {
    login("secret", "--authfile", "other.json");

    assertThat(folder.resolve("other.json")).content().contains("bWU6c2VjcmV0");
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileWithCredentialsThatIsNotThereIsNotPassedOver() {
    Shell.Result result = shell.run("search", "app", "--authfile", "nope.json");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("no file with credentials '" + folder.resolve("nope.json"));
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void aLogoutTellsWhereSomebodyIsLoggedIn() {
    assertThat(shell.run("logout", "quay.io").err()).contains("nobody is logged in anywhere");
    login("secret");
    assertThat(shell.run("logout", "quay.io").err())
        .contains("hint: somebody is to " + registry.address());
  }

  @Test
  void whatIsMissingIsAskedForOnATerminalOnly() {
    assertThat(shell.run("login").err()).contains("there is no terminal to ask");
    assertThat(shell.run("login", "-u", "me").code()).isEqualTo(64);
    assertThat(shell.run("login", "--password-stdin").code()).isEqualTo(64);
    assertThat(login("").err()).contains("the password is empty");
    assertThat(shell.onTerminals("02").reading("").run("login").err())
        .contains("the user is empty")
        .doesNotContain("password of");
    assertThat(login("x", "-p", "y").err()).contains("there is a password twice");
    assertThat(shell.run("login", "not a registry").code()).isEqualTo(64);
    assertThat(shell.run("logout", "--all", "quay.io").code()).isEqualTo(64);
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void theUserIsAskedForOnATerminal() {
    Shell.Result result = shell.onTerminals("02").reading("me\n").run("login", "-p", "secret");

    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("user at " + registry.address() + ": ");
  }

  @Test
  void searchShowsWhatThereIs() {
    login("secret");
    registry.content().manifest("team/app", "1", "{}".getBytes(StandardCharsets.UTF_8), "x/y");
    String name = registry.address() + "/team/app";

    assertThat(shell.run("search", "app").out())
        .isEqualTo(
            "NAME%s  STARS  OFFICIAL  DESCRIPTION\n%s  -      -\n"
                .formatted(" ".repeat(name.length() - 4), name));
    assertThat(shell.run("search", registry.address() + "/app", "-q").out()).isEqualTo(name + "\n");
    assertThat(shell.run("search", "app", "-o", "json").out()).contains("\"official\" : false");
    assertThat(shell.run("search", "--list-tags", name, "-q").out()).isEqualTo("1\n");
    assertThat(shell.run("search", "--list-tags", "docker://" + name, "-q").out()).isEqualTo("1\n");
    assertThat(shell.run("search", "--list-tags", "team/app", "-o", "json").out())
        .contains("\"tag\" : \"1\"");
    assertThat(shell.run("search", "nowhere"))
        .isEqualTo(new Shell.Result(0, "", "nothing found for 'nowhere'\n"));
    assertThat(shell.run("search", "app", "--limit", "0").code()).isEqualTo(64);
  }

  @Test
  void searchCutsLongDescriptions() {
    login("secret");
    String text = "word ".repeat(30).strip();
    registry.always(
        "/v1/search",
        Reply.whole(
            200,
            ("{\"results\":[{\"name\":\"app\",\"description\":\"" + text + "\"}]}")
                .getBytes(StandardCharsets.UTF_8)));

    assertThat(shell.run("search", "app").out()).contains("word…").doesNotContain(text);
    assertThat(shell.run("search", "app", "--no-trunc").out()).contains(text);
  }

  @Test
  void aRegistryThatCannotBeSearchedFails() {
    Shell.Result result = shell.run("search", "app");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("hint: log in with a user who may do that: jpod login");
  }
}
