package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.registry.Credential.IdentityToken;
import dev.jpod.registry.Credential.Password;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTests {
  @TempDir Path host;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private @Nullable Credential of(String name) {
    return new Credentials(Kit.settings(host, environment)).of(name);
  }

  private static String entry(String user, String password) {
    String plain = user + ":" + password;
    return "{\"auth\":\""
        + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8))
        + "\"}";
  }

  private void file(String name, String text) throws IOException {
    Path file = host.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void helper(String name, String script) throws IOException {
    file("bin/docker-credential-" + name, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(
        host.resolve("bin/docker-credential-" + name),
        PosixFilePermissions.fromString("rwxr-xr-x"));
    environment.put("PATH", host.resolve("bin") + ":/usr/bin:/bin");
  }

  @Test
  void theLongestPartOfTheNameCounts() throws IOException {
    Kit.authFile(
        host,
        "{\"auths\":{\"a.io\":%s,\"a.io/team\":%s,\"a.io/team/app\":%s}}"
            .formatted(entry("all", "1"), entry("team", "2"), entry("app", "3")));

    assertThat(of("a.io/team/app")).isEqualTo(new Password("app", "3"));
    assertThat(of("a.io/team/other")).isEqualTo(new Password("team", "2"));
    assertThat(of("a.io/teams/x")).isEqualTo(new Password("all", "1"));
    assertThat(of("b.io/team")).isNull();
    assertThat(of("a.io.evil.test/team")).isNull();
  }

  @Test
  void theFilesAreReadInTheirOrder() throws IOException {
    environment.put("HOME", host.resolve("home").toString());
    file("home/.dockercfg", "{\"d.io\":" + entry("d", "4") + ",\"c.io\":" + entry("no", "x") + "}");
    file("home/.docker/config.json", "{\"auths\":{\"c.io\":" + entry("c", "3") + "}}");
    file("home/.config/containers/auth.json", "{\"auths\":{\"b.io\":" + entry("b", "2") + "}}");
    Kit.authFile(host, "{\"auths\":{\"a.io\":" + entry("a", "1") + "}}");

    assertThat(of("a.io/x")).isEqualTo(new Password("a", "1"));
    assertThat(of("b.io/x")).isEqualTo(new Password("b", "2"));
    assertThat(of("c.io/x")).isEqualTo(new Password("c", "3"));
    assertThat(of("d.io/x")).isEqualTo(new Password("d", "4"));
    environment.put("REGISTRY_AUTH_FILE", host.resolve("only.json").toString());
    assertThat(of("a.io/x")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://index.docker.io/v1/", "docker.io", "index.docker.io"})
  void dockersRegistryHasManyNames(String key) throws IOException {
    Kit.authFile(host, "{\"auths\":{\"" + key + "\":" + entry("me", "pw") + "}}");

    assertThat(of("docker.io/library/nginx")).isEqualTo(new Password("me", "pw"));
  }

  @Test
  void passwordsMayHaveColonsAndIdentityTokensCount() throws IOException {
    Kit.authFile(
        host,
        "{\"auths\":{\"a.io\":%s,\"b.io\":{\"identitytoken\":\"t\"},\"c.io\":{}}}"
            .formatted(entry("me", "a:b:c")));

    assertThat(of("a.io/x")).isEqualTo(new Password("me", "a:b:c"));
    assertThat(of("b.io/x")).isEqualTo(new IdentityToken("", "t"));
    assertThat(of("c.io/x")).isNull();
  }

  @Test
  void noCredentialShowsItsSecret() {
    assertThat(new Password("me", "hush")).asString().doesNotContain("hush");
    assertThat(new IdentityToken("me", "hush")).asString().doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hush",
        "{\"auths\": hush}",
        "[\"hush\"]",
        "{\"auths\":{\"a.io\":{\"auth\":\"hush!\"}}}",
        "{\"auths\":{\"a.io\":{\"auth\":\"aHVzaA==\"}}}",
        "{\"hush\":1,\"hush\":2}"
      })
  void aBrokenFileIsNamedAndNotQuoted(String text) throws IOException {
    Kit.authFile(host, text);

    assertThatThrownBy(() -> of("a.io/x"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.FAILED))
        .hasMessageContaining("auth.json")
        .satisfies(CredentialsTests::assertQuiet);
  }

  private static void assertQuiet(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      assertThat(String.valueOf(cause.getMessage())).doesNotContain("hush");
    }
  }

  @Test
  void aHelperIsAskedForItsRegistry() throws IOException {
    helper(
        "mine", "read name; echo \"{\\\"Username\\\":\\\"$1\\\",\\\"Secret\\\":\\\"$name\\\"}\"");
    Kit.authFile(host, "{\"credHelpers\":{\"a.io\":\"mine\"}}");

    assertThat(of("a.io/x/y")).isEqualTo(new Password("get", "a.io"));
    assertThat(of("b.io/x")).isNull();
  }

  @Test
  void aHelperMayKeepAnIdentityToken() throws IOException {
    helper("mine", "cat >/dev/null; echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'");
    Kit.authFile(host, "{\"credsStore\":\"mine\"}");

    assertThat(of("a.io/x")).isEqualTo(new IdentityToken("", "t"));
  }

  @Test
  void aStoreThatKnowsNothingIsPassedOver() throws IOException {
    helper("mine", "cat >/dev/null; echo 'credentials not found in native keychain'; exit 1");
    Kit.authFile(host, "{\"credsStore\":\"mine\",\"auths\":{\"a.io\":" + entry("me", "pw") + "}}");

    assertThat(of("a.io/x")).isEqualTo(new Password("me", "pw"));
    assertThat(of("b.io/x")).isNull();
  }

  @Test
  void aHelperThatFailsIsNamed() throws IOException {
    helper("mine", "cat >/dev/null; echo hush; echo 'the keyring is locked' >&2; exit 1");
    Kit.authFile(host, "{\"credHelpers\":{\"a.io\":\"mine\"}}");

    assertThatThrownBy(() -> of("a.io/x"))
        .hasMessage("the credential helper 'mine' failed: the keyring is locked")
        .satisfies(CredentialsTests::assertQuiet);
  }

  @Test
  void aHelperThatTalksNonsenseIsNamedAndNotQuoted() throws IOException {
    helper("mine", "cat >/dev/null; echo 'hush'");
    Kit.authFile(host, "{\"credHelpers\":{\"a.io\":\"mine\"}}");

    assertThatThrownBy(() -> of("a.io/x"))
        .hasMessageContaining("'mine' failed: what it wrote is not JSON")
        .satisfies(CredentialsTests::assertQuiet);
  }

  @Test
  void aHelperThatHangsIsNotWaitedForWithoutEnd() throws IOException {
    helper("mine", "exec sleep 60");
    Kit.authFile(host, "{\"credHelpers\":{\"a.io\":\"mine\"}}");

    assertThatThrownBy(() -> of("a.io/x"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.TIMED_OUT))
        .hasMessageContaining("docker-credential-mine");
  }

  @Test
  void aHelperThatIsNotThereIsNamed() throws IOException {
    environment.put("PATH", host.toString());
    Kit.authFile(host, "{\"credHelpers\":{\"a.io\":\"mine\"}}");

    assertThatThrownBy(() -> of("a.io/x"))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("docker-credential-mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../tmp/evil", "a b", "-x", "a;b"})
  void aHelperIsCalledByAPlainNameOnly(String name) throws IOException {
    Kit.authFile(host, "{\"credHelpers\":{\"a.io\":\"" + name + "\"}}");

    assertThatThrownBy(() -> of("a.io/x"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED));
  }
}
