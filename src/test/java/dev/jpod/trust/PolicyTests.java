package dev.jpod.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTests {
  private static final String ACCEPT = "[{'type': 'insecureAcceptAnything'}]";
  private static final String REJECT = "[{'type': 'reject'}]";

  @ParameterizedTest
  @CsvSource({
    "quay.io/a/b:1, the scope 'quay.io/a/b:1' of 'docker'",
    "quay.io/a/b:2, the scope 'quay.io/a/b' of 'docker'",
    "quay.io/a/c:1, the scope 'quay.io/a' of 'docker'",
    "quay.io/b/c:1, the scope 'quay.io' of 'docker'",
    "sub.example.com/b:1, the scope '*.example.com' of 'docker'",
    "sub.example.com:443/b:1, the scope '*.example.com' of 'docker'",
    "example.com/b:1, its default for 'docker'",
    "busybox, its default for 'docker'"
  })
  void theNarrowestScopeDecides(String reference, String scope) {
    Policy policy =
        policy(
            "{'default': %2$s, 'transports': {'docker': {'': %1$s, 'quay.io': %1$s,"
                    .formatted(ACCEPT, REJECT)
                + " 'quay.io/a': %1$s, 'quay.io/a/b': %1$s, 'quay.io/a/b:1': %1$s,"
                    .formatted(ACCEPT)
                + " '*.example.com': %1$s}}}".formatted(ACCEPT));

    assertThat(policy.ruleFor(subject(reference)).scope()).isEqualTo(scope);
  }

  @Test
  void whatNoTransportNamesFallsUnderTheDefault() {
    Policy policy =
        policy("{'default': %s, 'transports': {'oci': {'': %s}}}".formatted(REJECT, ACCEPT));

    Policy.Rule rule = policy.ruleFor(subject("busybox"));

    assertThat(rule.scope()).isEqualTo("its default");
    assertThat(rule.requirements()).containsExactly(new Requirement.Reject());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'default': []}",
        "{'default': null}",
        "{'default': {'type': 'reject'}}",
        "{'default': ['reject']}",
        "{'default': [{}]}",
        "{'default': [{'type': 7}]}",
        "{'default': [{'type': 'acceptAll'}]}",
        "{'default': [{'type': 'reject', 'unless': 'x'}]}",
        "{'default': [{'type': 'reject'}], 'default': [{'type': 'reject'}]}",
        "{'default': [{'type': 'reject'}], 'transport': {}}",
        "{'default': [{'type': 'reject'}], 'transports': []}",
        "{'default': [{'type': 'reject'}], 'transports': {'docker': []}}",
        "{'default': [{'type': 'reject'}], 'transports': {'docker': {'quay.io': []}}}",
        "{'default': [{'type': 'reject'}]} more",
        "{'default': [{'type': 'signedBaseLayer', 'baseLayerIdentity': {'type': 'matchExact'}}]}"
      })
  void aPolicyThatIsNotUnderstoodInWholeIsRefused(String text) {
    assertRefused(text, "cannot be relied on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker://quay.io", "quay.io/*", "*.*.com", "a*.com"})
  void aScopeThatNoImageOfARegistryCanBeInIsRefused(String scope) {
    assertScopeRefused("docker", scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "srv/images", "/srv/", "/srv/../images", "./a"})
  void aScopeThatNoPathCanBeInIsRefused(String scope) {
    assertScopeRefused("oci", scope);
    assertScopeRefused("dir", scope);
  }

  @Test
  void archivesOfDockerHaveNoScopes() {
    assertScopeRefused("docker-archive", "/srv/a.tar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'keyType': 'GPGKeys'",
        "'keyType': 'GPGKeys', 'keyPath': 'relative.gpg'",
        "'keyType': 'GPGKeys', 'keyPath': '/k', 'keyData': 'AAAA'",
        "'keyType': 'GPGKeys', 'keyPaths': []",
        "'keyType': 'GPGKeys', 'keyPaths': [1]",
        "'keyType': 'GPGKeys', 'keyData': '!'",
        "'keyType': 'GPGKeys', 'keyDatas': ['AAAA']",
        "'keyType': 'X509Certificates', 'keyPath': '/k'",
        "'keyPath': '/k'",
        "'keyType': 'GPGKeys', 'keyPath': '/k', 'signedIdentity': {}",
        "'keyType': 'GPGKeys', 'keyPath': '/k', 'signedIdentity': {'type': 'matchAll'}",
        "'keyType': 'GPGKeys', 'keyPath': '/k', 'signedIdentity': {'type': 'matchExact', 'x': 1}",
        "'keyType': 'GPGKeys', 'keyPath': '/k',"
            + " 'signedIdentity': {'type': 'exactReference', 'dockerReference': 'quay.io/a/b'}",
        "'keyType': 'GPGKeys', 'keyPath': '/k',"
            + " 'signedIdentity': {'type': 'exactRepository', 'dockerRepository': 'A B'}",
        "'keyType': 'GPGKeys', 'keyPath': '/k',"
            + " 'signedIdentity': {'type': 'remapIdentity', 'prefix': 'busybox',"
            + " 'signedPrefix': 'quay.io'}",
        "'keyType': 'GPGKeys', 'keyPath': '/k',"
            + " 'signedIdentity': {'type': 'remapIdentity', 'prefix': 'quay.io/a:1',"
            + " 'signedPrefix': 'quay.io'}"
      })
  void aRequirementOfSimpleSignaturesThatIsIncompleteIsRefused(String fields) {
    assertRefused("{'default': [{'type': 'signedBy', " + fields + "}]}", "cannot be relied on");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'fulcio': {}", "'rekorPublicKeyPath': '/r', 'keyPath': '/k'", "'pki': {}"})
  void signaturesWithoutAPublicKeyAreRefusedWithWhatIsSupported(String fields) {
    assertRefused(
        "{'default': [{'type': 'sigstoreSigned', " + fields + "}]}",
        "only signatures by a public key are verified");
  }

  @Test
  void requirementsAreReadWithKeysAndIdentity() {
    Policy policy =
        policy(
            "{'default': [{'type': 'sigstoreSigned', 'keyPaths': ['/a', '/b'],"
                + " 'signedIdentity': {'type': 'remapIdentity', 'prefix': 'mirror:5000',"
                + " 'signedPrefix': 'quay.io/up'}}, {'type': 'reject'}]}");

    assertThat(policy.standard())
        .containsExactly(
            new Requirement.SigstoreSigned(
                List.of(
                    new KeyMaterial.KeyFile(Path.of("/a")), new KeyMaterial.KeyFile(Path.of("/b"))),
                new SignedIdentity.RemapIdentity("mirror:5000", "quay.io/up")),
            new Requirement.Reject());
  }

  @Test
  void theUsersPolicyGoesBeforeThatOfTheHost(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("containers/policy.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"default\": [{\"type\": \"reject\"}]}");

    Policy policy = Policy.ofHost(Map.of("XDG_CONFIG_HOME", folder.toString(), "HOME", "/nowhere"));

    assertThat(policy.origin()).isEqualTo(file.toString());
  }

  @Test
  void aPolicyThatWasNamedHasToBeThere(@TempDir Path folder) {
    assertThatThrownBy(() -> Policy.read(folder.resolve("policy.json")))
        .asInstanceOf(type(JpodException.class))
        .extracting(JpodException::failure)
        .isEqualTo(Failure.NOT_FOUND);
  }

  private static void assertScopeRefused(String transport, String scope) {
    assertRefused(
        "{'default': %s, 'transports': {'%s': {'%s': %s}}}"
            .formatted(REJECT, transport, scope, REJECT),
        "no image can be in this scope");
  }

  private static void assertRefused(String text, String words) {
    assertThatThrownBy(() -> policy(text))
        .hasMessageContaining("policy.json")
        .hasMessageContaining(words)
        .asInstanceOf(type(JpodException.class))
        .extracting(JpodException::failure)
        .isEqualTo(Failure.REFUSED);
  }

  private static Policy policy(String text) {
    return PolicyReader.read(text.replace('\'', '"').getBytes(UTF_8), "policy.json");
  }

  private static Subject subject(String reference) {
    return Subject.inRegistry(ImageReference.of(reference), List.of(Digest.sha256("a".repeat(64))));
  }
}
