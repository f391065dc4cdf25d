package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTests {
  private static final String SECRET = "s3cr3t:with colon";

  @TempDir Path host;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private FaultyRegistry registry;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    registry = FaultyRegistry.start().guardedBy(Kit.basic("me", SECRET));
    file = host.resolve("run/containers/0/auth.json");
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private Logins logins() {
    return new Logins(Kit.settings(host, environment));
  }

  private LoginName name() {
    return LoginName.of(registry.address());
  }

  private void helper(String name, String script) throws IOException {
    Path program =
        Files.createDirectories(host.resolve("bin")).resolve("docker-credential-" + name);
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    environment.put("PATH", host.resolve("bin") + ":/usr/bin:/bin");
    environment.put("KEPT", host.resolve("kept").toString());
  }

  @Test
  void whatTheRegistryAcceptsIsKeptForItsOwnerOnly() throws IOException {
    Kit.authFile(
        host, "{\"auths\":{\"other.io\":{\"auth\":\"b3RoZXI6cHc=\"}},\"x\":{\"y\":[1,2.5]}}");

    assertThat(logins().login(name(), "me", SECRET)).isEqualTo("'" + file + "'");

    assertThat(Files.readString(file))
        .contains("\"other.io\"", "b3RoZXI6cHc=", "\"y\"", "2.5")
        .doesNotContain(SECRET);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(logins().user(name())).isEqualTo("me");
    assertThat(new Credentials(Kit.settings(host, environment)).of(name().toString()))
        .isEqualTo(new Credential.Password("me", SECRET));
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = host.resolve("real.json");
    Files.writeString(real, "{}");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, real);

    logins().login(name(), "me", SECRET);

    assertThat(Files.isSymbolicLink(file)).isTrue();
    assertThat(Files.readString(real)).contains(registry.address());
  }

  @Test
  void whatTheRegistryRefusesIsNotKept() {
    assertThatThrownBy(() -> logins().login(name(), "me", "wrong-pw"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.FAILED))
        .hasMessageContaining("does not let in the user 'me'")
        .hasMessageContaining("401")
        .hasMessageNotContaining("wrong-pw");
    assertThat(file).doesNotExist();
  }

  @Test
  void aTokenServerDecides() throws IOException {
    try (FaultyRegistry tokens = FaultyRegistry.start()) {
      tokens.guardedBy(
          request -> {
            Reply refusal = Kit.basic("me", SECRET).refusalOf(request);
            return refusal == null ? Kit.json("{\"token\":\"t\"}") : refusal;
          });
      registry.guardedBy(Kit.bearer(tokens, "t"));

      logins().login(name(), "me", SECRET);
      assertThat(logins().user(name())).isEqualTo("me");
      assertThatThrownBy(() -> logins().login(name(), "me", "wrong-pw"))
          .hasMessageContaining("does not let in the user 'me'")
          .hasMessageNotContaining("wrong-pw");
      assertThat(tokens.requests().getFirst().target()).contains("account=me");
    }
  }

  @Test
  void aRegistryThatCannotBeAskedIsNoReasonToForget() throws IOException {
    Kit.login(host, registry, "me", "before");
    registry.always("", Reply.hangUp());

    assertThatThrownBy(() -> logins().login(name(), "you", "x"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNREACHABLE));
    assertThat(logins().user(name())).isEqualTo("me");
  }

  @Test
  void aPartOfARegistryHasItsOwnCredential() {
    LoginName part = LoginName.of(registry.address() + "/team");

    logins().login(part, "me", SECRET);

    assertThat(logins().user(part)).isEqualTo("me");
    assertThat(logins().user(name())).isNull();
  }

  @Test
  void logoutForgets() throws IOException {
    logins().login(name(), "me", SECRET);

    logins().logout(name());

    assertThat(logins().user(name())).isNull();
    assertThat(Files.readString(file)).doesNotContain(registry.address());
    assertThatThrownBy(() -> logins().logout(name()))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND));
  }

  @Test
  void anotherToolsFileIsLeftAlone() throws IOException {
    environment.put("DOCKER_CONFIG", host.resolve("docker").toString());
    Path theirs = Files.createDirectories(host.resolve("docker")).resolve("config.json");
    String text = "{\"auths\":{\"" + registry.address() + "\":{\"auth\":\"bWU6cHc=\"}}}";
    Files.writeString(theirs, text);

    assertThatThrownBy(() -> logins().logout(name()))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining(theirs.toString());
    assertThat(theirs).hasContent(text);
  }

  @Test
  void logoutOfAllKeepsWhatIsNoCredential() throws IOException {
    Kit.authFile(
        host, "{\"auths\":{\"a.io\":{\"auth\":\"YTpi\"},\"b.io\":{}},\"detachKeys\":\"k\"}");

    logins().logoutAll();

    assertThat(Files.readString(file)).contains("detachKeys").doesNotContain("a.io", "b.io");
  }

  @Test
  void aHelperKeepsWhatItIsNamedFor() throws IOException {
    helper("mine", "cat > \"$KEPT-$1\"");
    Kit.authFile(host, "{\"credHelpers\":{\"" + registry.address() + "\":\"mine\"}}");

    assertThat(logins().login(name(), "me", SECRET)).isEqualTo("the credential helper 'mine'");
    assertThat(host.resolve("kept-store"))
        .content()
        .contains("\"Secret\":\"" + SECRET + "\"", "\"ServerURL\":\"" + registry.address() + "\"");
    assertThat(Files.readString(file)).doesNotContain("auths");

    logins().logout(name());
    assertThat(host.resolve("kept-erase")).hasContent(registry.address());
  }

  @Test
  void aStoreThatFailsIsToldWithoutThePassword() throws IOException {
    helper("broken", "cat >/dev/null; echo out of order >&2; exit 1");
    Kit.authFile(host, "{\"credsStore\":\"broken\"}");

    assertThatThrownBy(() -> logins().login(name(), "me", SECRET))
        .hasMessageContaining("the credential helper 'broken' failed: out of order")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> logins().login(LoginName.of(registry.address() + "/t"), "me", SECRET))
        .hasMessageContaining("keeps nothing for a part of a registry");
  }

  @Test
  void dockersRegistryKeepsTheNameThatDockerKnows() throws IOException {
    Kit.authFile(host, "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"bWU6cHc=\"}}}");
    LoginName docker = LoginName.of("docker.io");

    assertThat(logins().user(docker)).isEqualTo("me");
    logins().logout(docker);
    assertThat(logins().user(docker)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "https://index.docker.io/v1/,docker.io",
    "index.docker.io,docker.io",
    "docker.io,docker.io",
    "registry-1.docker.io,docker.io",
    "https://quay.io/,quay.io",
    "https://quay.io/v2/,quay.io",
    "quay.io/v2,quay.io/v2",
    "localhost:5000/a/b,localhost:5000/a/b",
    "[::1]:5000,[::1]:5000",
  })
  void namesAreReadAsPeopleWriteThem(String typed, String meant) {
    assertThat(LoginName.of(typed)).hasToString(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ftp://x", "host/UPPER", "user@host", "../x"})
  void whatIsNoRegistryIsAMistakeOnTheCommandLine(String typed) {
    assertThatThrownBy(() -> LoginName.of(typed))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
  }
}
