package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.RegistryRule.Access;
import dev.jpod.registry.RegistryRule.Place;
import dev.jpod.registry.RegistryRule.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistriesConfTests {
  private static final String MAIN = "etc/containers/registries.conf";

  @TempDir Path host;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private void file(String name, String text) throws IOException {
    Path file = host.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private RegistriesConf read() {
    return RegistriesConf.read(Kit.settings(host, environment));
  }

  private RegistryRule rule(String image) {
    return Objects.requireNonNull(read().ruleOf(ImageReference.of(image)), image);
  }

  private List<String> candidates(String name) {
    return read().shortNames().candidates(name).stream().map(ImageReference::toString).toList();
  }

  private AbstractThrowableAssert<?, ?> assertRefused(String text) throws IOException {
    file(MAIN, text);
    return assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.FAILED))
        .hasMessageContaining(host.resolve(MAIN).toString());
  }

  @Test
  void withoutFilesShortNamesAreOfDockersRegistry() {
    assertThat(candidates("busybox")).containsExactly("docker.io/library/busybox:latest");
    assertThat(candidates("me/app:1")).containsExactly("docker.io/me/app:1");
    assertThat(read().rules()).isEmpty();
  }

  @Test
  void theLongestPrefixCounts() throws IOException {
    file(
        MAIN,
        """
        [[registry]]
        prefix = "example.com/foo"
        location = "internal.example.net/bar"
        [[registry]]
        location = "example.com"
        insecure = true
        [[registry]]
        prefix = "example.com/foo/secret"
        location = "example.com/foo/secret"
        blocked = true
        """);

    assertThat(rule("example.com/foo/a/b:1").place(ImageReference.of("example.com/foo/a/b:1")))
        .isEqualTo(new Place("internal.example.net", "bar/a/b"));
    assertThat(rule("example.com/food").access()).isEqualTo(Access.INSECURE);
    assertThat(rule("example.com/foo:2").place(ImageReference.of("example.com/foo:2")))
        .isEqualTo(new Place("internal.example.net", "bar"));
    assertThat(rule("example.com/foo/secret:1").verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(read().ruleOf(ImageReference.of("example.com:5000/foo"))).isNull();
    assertThat(read().ruleOf(ImageReference.of("example.community/foo"))).isNull();
  }

  @Test
  void aPrefixMayHaveATag() throws IOException {
    file(MAIN, "[[registry]]\nlocation='q.io/app'\nprefix='q.io/app:bad'\nblocked=true\n");

    assertThat(rule("q.io/app:bad").verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(read().ruleOf(ImageReference.of("q.io/app:good"))).isNull();
  }

  @Test
  void aWildcardCoversAllSubdomains() throws IOException {
    file(MAIN, "[[registry]]\nprefix='*.example.com'\ninsecure=true\n");

    ImageReference image = ImageReference.of("a.b.example.com:5000/foo");
    assertThat(rule("a.b.example.com:5000/foo").place(image))
        .isEqualTo(new Place("a.b.example.com:5000", "foo"));
    assertThat(read().ruleOf(ImageReference.of("example.com/foo"))).isNull();
    assertThat(read().ruleOf(ImageReference.of("badexample.com/foo"))).isNull();
  }

  @Test
  void aWildcardMayMoveNames() throws IOException {
    file(MAIN, "[[registry]]\nprefix='*.example.com'\nlocation='other.net/all'\n");

    assertThat(rule("a.example.com/foo/x").place(ImageReference.of("a.example.com/foo/x")))
        .isEqualTo(new Place("other.net", "all/foo/x"));
  }

  @Test
  void additionsReplaceWhatHasTheSamePrefix() throws IOException {
    environment.put("HOME", host.resolve("home").toString());
    file(MAIN, "[[registry]]\nlocation='a.io'\nblocked=true\n[[registry]]\nlocation='b.io'\n");
    file("etc/containers/registries.conf.d/10-x.conf", "[[registry]]\nlocation='a.io'\n");
    file("etc/containers/registries.conf.d/10-x.conf.bak", "this is not TOML");
    file(
        "home/.config/containers/registries.conf.d/05-x.conf",
        "[[registry]]\nlocation='b.io'\ninsecure=true\n");

    assertThat(rule("a.io/x").verdict()).isEqualTo(Verdict.ALLOWED);
    assertThat(rule("b.io/x").access()).isEqualTo(Access.INSECURE);
  }

  @Test
  void theUsersMainFileIsInsteadOfAllTheHostHas() throws IOException {
    environment.put("HOME", host.resolve("home").toString());
    file(MAIN, "[[registry]]\nlocation='a.io'\nblocked=true\n");
    file(
        "etc/containers/registries.conf.d/1.conf", "[[registry]]\nlocation='a.io'\nblocked=true\n");
    file("home/.config/containers/registries.conf", "[aliases]\nx='a.io/x'\n");

    assertThat(read().ruleOf(ImageReference.of("a.io/x"))).isNull();
    assertThat(candidates("x:1")).containsExactly("a.io/x:1");
  }

  @Test
  void aNamedFileHasToBeThere() {
    environment.put("CONTAINERS_REGISTRIES_CONF", host.resolve("nowhere").toString());

    assertThatThrownBy(this::read).hasMessageContaining("CONTAINERS_REGISTRIES_CONF");
  }

  @Test
  void shortNamesAreLookedForInTheirOrder() throws IOException {
    file(MAIN, "unqualified-search-registries = ['quay.io', 'docker.io', 'localhost:5000']");

    assertThat(candidates("app:2"))
        .containsExactly("quay.io/app:2", "docker.io/library/app:2", "localhost:5000/app:2");
    assertThat(candidates("me/app"))
        .containsExactly(
            "quay.io/me/app:latest", "docker.io/me/app:latest", "localhost:5000/me/app:latest");
    assertThat(candidates("localhost/app")).containsExactly("localhost/app:latest");
    assertThat(candidates("a.io/app")).containsExactly("a.io/app:latest");
  }

  @Test
  void anAliasNeedsNoSearch() throws IOException {
    String digest = "sha256:" + "a".repeat(64);
    file(MAIN, "unqualified-search-registries = ['quay.io']\n[aliases]\n'me/app'='a.io/x/y'\n");

    assertThat(candidates("me/app@" + digest)).containsExactly("a.io/x/y@" + digest);
    assertThat(candidates("me/app:1")).containsExactly("a.io/x/y:1");
    assertThat(candidates("app")).containsExactly("quay.io/app:latest");
  }

  @Test
  void anEmptyAliasTakesOneAway() throws IOException {
    file(
        "etc/containers/registries.conf.d/000-shortnames.conf",
        "[aliases]\na='x.io/a'\nb='x.io/b'");
    file("etc/containers/registries.conf.d/001.conf", "[aliases]\na=''");
    file("var/cache/containers/short-name-aliases.conf", "[aliases]\nb='y.io/b'");

    assertThat(candidates("a")).containsExactly("docker.io/library/a:latest");
    assertThat(candidates("b")).containsExactly("y.io/b:latest");
  }

  @Test
  void enforcingWantsNoAmbiguity() throws IOException {
    file(
        MAIN,
        """
        unqualified-search-registries = ['a.io', 'b.io']
        short-name-mode = 'enforcing'
        [aliases]
        known = 'c.io/known'
        """);

    assertThatThrownBy(() -> candidates("app"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("a.io, b.io");
    assertThat(candidates("known")).containsExactly("c.io/known:latest");
  }

  @Test
  void noRegistryToSearchIsAnAnswer() throws IOException {
    file(MAIN, "unqualified-search-registries = []");

    assertThatThrownBy(() -> candidates("app")).hasMessageContaining("none is to be searched");
  }

  @Test
  void whatIsNoNameIsAMistakeOnTheCommandLine() {
    assertThatThrownBy(() -> candidates("What?"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
  }

  @Test
  void whatItDoesNotKnowIsLeftAlone() throws IOException {
    file(MAIN, "future = 1\n[[registry]]\nlocation='a.io'\nfuture=[1]\n[elsewhere]\nx=1\n");

    assertThat(rule("a.io/x").verdict()).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void whatIsNotTomlIsToldWithItsLine() throws IOException {
    assertRefused("# fine\n[[registry]]\nlocation=a.io\n").hasMessageContaining("near line 3");
  }

  @Test
  void theFirstVersionIsRefused() throws IOException {
    assertRefused("[registries.search]\nregistries = ['a.io']\n").hasMessageContaining("version 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[registry]]",
        "[[registry]]\nprefix='a.io'",
        "[[registry]]\nlocation='https://a.io'",
        "[[registry]]\nlocation=1",
        "[[registry]]\nlocation='a.io'\ninsecure='true'",
        "[[registry]]\nprefix='*.a.io/x'",
        "[[registry]]\nlocation='a.io'\npull-from-mirror='all'",
        "[[registry]]\nlocation='a.io'\n[[registry.mirror]]\ninsecure=true",
        "[[registry]]\nlocation='a.io'\n[[registry.mirror]]\nlocation='b.io'\npull-from-mirror='x'",
        "[[registry]]\nlocation='a.io'\nmirror-by-digest-only=true\n"
            + "[[registry.mirror]]\nlocation='b.io'\npull-from-mirror='all'",
        "[[registry]]\nlocation='a.io'\nmirror=['b.io']",
        "registry='a.io'",
        "unqualified-search-registries='a.io'",
        "unqualified-search-registries=['a.io/b']",
        "unqualified-search-registries=[1]",
        "short-name-mode='loose'",
        "[aliases]\na='b'",
        "[aliases]\na='b.io/c:1'",
        "[aliases]\na=1",
      })
  void whatMakesNoSenseIsRefused(String text) throws IOException {
    assertRefused(text);
  }

  @Test
  void aPlaceThatIsNoNameIsToldWhenItIsWanted() throws IOException {
    file(MAIN, "[[registry]]\nprefix='a.io/x'\nlocation='b.io'\n");

    assertThatThrownBy(() -> rule("a.io/x").place(ImageReference.of("a.io/x")))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("makes 'b.io' of 'a.io/x'");
  }
}
