package dev.jpod.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.jpod.host.ProcessRunner;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosignSignaturesTests {
  private static final String NAME = "registry.example.com/shop/app:1";
  private static final Digest MANIFEST = Digest.sha256("a".repeat(64));
  private static final Digest INDEX = Digest.sha256("b".repeat(64));
  private static final Digest OTHER = Digest.sha256("c".repeat(64));
  private static final Signer SIGNER = Signer.ofCurveP256();

  private final List<CosignSignature> ofManifest = new ArrayList<>();
  private final List<CosignSignature> ofIndex = new ArrayList<>();
  private SignedIdentity identity = new SignedIdentity.MatchRepoDigestOrExact();

  static Stream<Signer> signers() {
    return Stream.of(Signer.ofCurveP256(), Signer.ofRsa(2048), Signer.ofEd25519());
  }

  @ParameterizedTest
  @MethodSource("signers")
  void aSignatureByTheKeyLetsTheImagePass(Signer signer) {
    ofManifest.add(signer.sign(NAME, MANIFEST));

    require(NAME, signer);
  }

  @Test
  void oneGoodSignatureAmongOthersIsEnough() {
    ofManifest.add(new CosignSignature(new byte[0], ""));
    ofManifest.add(Signer.ofEd25519().sign(NAME, MANIFEST));
    ofManifest.add(SIGNER.sign(NAME, MANIFEST));

    require(NAME, SIGNER);
  }

  @Test
  void oneOfSeveralKeysIsEnough() {
    ofManifest.add(SIGNER.sign(NAME, MANIFEST));

    require(NAME, Signer.ofRsa(2048), SIGNER);
  }

  @Test
  void aSignatureOfTheIndexStandsForEveryManifestInIt() {
    ofIndex.add(SIGNER.sign(NAME, INDEX));

    require(NAME, SIGNER);
  }

  @Test
  void anImageWithoutSignaturesIsRefused() {
    assertRefused(NAME, SIGNER)
        .hasMessage(
            "the image '%s' is refused by its default in the policy 'test': it has no signature of"
                + " the kind that is demanded",
            NAME);
  }

  @Test
  void anotherKeyIsRefused() {
    ofManifest.add(Signer.ofCurveP256().sign(NAME, MANIFEST));

    assertRefused(NAME, SIGNER).hasMessageContaining("by another key, or for other content");
  }

  @ParameterizedTest
  @MethodSource("signers")
  void aPayloadThatWasChangedIsRefused(Signer signer) {
    CosignSignature good = signer.sign(NAME, OTHER);
    byte[] payload =
        new String(good.payload(), UTF_8).replace(OTHER.hex(), MANIFEST.hex()).getBytes(UTF_8);
    ofManifest.add(new CosignSignature(payload, good.signature()));

    assertRefused(NAME, signer).hasMessageContaining("by another key, or for other content");
  }

  @ParameterizedTest
  @MethodSource("signers")
  void aSignatureWithAnyBitTurnedIsRefused(Signer signer) {
    CosignSignature good = signer.sign(NAME, MANIFEST);
    byte[] bytes = Base64.getDecoder().decode(good.signature());
    for (int i = 0; i < bytes.length; i++) {
      byte[] turned = Arrays.copyOf(bytes, bytes.length);
      turned[i] ^= 0x10;
      ofManifest.clear();
      ofManifest.add(
          new CosignSignature(good.payload(), Base64.getEncoder().encodeToString(turned)));

      assertRefused(NAME, signer).hasMessageContaining("by another key");
    }
  }

  @Test
  void aSignatureOfAnotherImageIsRefused() {
    ofManifest.add(SIGNER.sign(NAME, OTHER));

    assertRefused(NAME, SIGNER).hasMessageContaining("for the content '" + OTHER + "'");
  }

  @Test
  void aSignatureOfAnotherTagIsNotReplayed() {
    ofManifest.add(SIGNER.sign("registry.example.com/shop/app:2", MANIFEST));

    assertRefused(NAME, SIGNER).hasMessageContaining("'registry.example.com/shop/app:2'");
  }

  @Test
  void aSignatureOfAnotherRepositoryIsRefused() {
    identity = new SignedIdentity.MatchRepository();
    ofManifest.add(SIGNER.sign("registry.example.com/shop/other:1", MANIFEST));

    assertRefused(NAME, SIGNER).hasMessageContaining("'registry.example.com/shop/other:1'");
  }

  @Test
  void aNameWithoutATagNeedsAnIdentityThatCanDoWithout() {
    ofManifest.add(SIGNER.sign("registry.example.com/shop/app", MANIFEST));

    assertRefused(NAME, SIGNER)
        .hasMessageContaining("without a tag")
        .asInstanceOf(type(JpodException.class))
        .extracting(JpodException::hint)
        .asString()
        .contains("matchRepository");

    identity = new SignedIdentity.MatchRepository();
    require(NAME, SIGNER);
  }

  @Test
  void anyTagWillDoForContentThatWasAskedForByDigest() {
    ofManifest.add(SIGNER.sign("registry.example.com/shop/app:2", MANIFEST));

    require("registry.example.com/shop/app@" + MANIFEST, SIGNER);
  }

  @Test
  void aNameThatIsGivenExactlyDoesNotDependOnTheImages() {
    identity = new SignedIdentity.ExactReference(ImageReference.of("quay.io/up/app:1"));
    ofManifest.add(SIGNER.sign("quay.io/up/app:1", MANIFEST));

    require(NAME, SIGNER);
  }

  @Test
  void aMirrorIsSignedUnderTheNameOfItsOrigin() {
    identity = new SignedIdentity.RemapIdentity("registry.example.com/shop", "quay.io/up");
    ofManifest.add(SIGNER.sign("quay.io/up/app:1", MANIFEST));

    require(NAME, SIGNER);
    ofManifest.set(0, SIGNER.sign(NAME, MANIFEST));
    assertRefused(NAME, SIGNER);
  }

  @Test
  void aPrefixOfAWordIsNoNamespace() {
    identity = new SignedIdentity.RemapIdentity("registry.example.com/sh", "quay.io/up");
    ofManifest.add(SIGNER.sign(NAME, MANIFEST));

    require(NAME, SIGNER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "{\"critical\":{},\"optional\":{}}",
        "{\"critical\":null}",
        "\u0000\u0001"
      })
  void signedRubbishIsRefused(String payload) {
    ofManifest.add(SIGNER.sign(payload));

    assertRefused(NAME, SIGNER).hasMessageContaining("what was signed cannot be used");
  }

  @Test
  void whatIsCriticalAndNotKnownIsRefused() {
    String payload = Signer.payload("cosign container image signature", NAME, MANIFEST);
    ofManifest.add(SIGNER.sign(payload.replace("\"type\"", "\"expires\":1,\"type\"")));

    assertRefused(NAME, SIGNER).hasMessageContaining("there is no field 'expires' here");
  }

  @Test
  void aDocumentOfAnotherKindIsRefused() {
    ofManifest.add(SIGNER.sign(Signer.payload("atomic container signature", NAME, MANIFEST)));

    assertRefused(NAME, SIGNER)
        .hasMessageContaining("the type is not 'cosign container image signature'");
  }

  @Test
  void allRequirementsHaveToHold() {
    ofManifest.add(SIGNER.sign(NAME, MANIFEST));
    Requirement first = new Requirement.SigstoreSigned(List.of(SIGNER.material()), identity);
    Requirement second =
        new Requirement.SigstoreSigned(List.of(Signer.ofEd25519().material()), identity);

    assertThatThrownBy(() -> require(NAME, List.of(first, second)))
        .hasMessageContaining("by another key");
    assertThatThrownBy(() -> require(NAME, List.of(first, new Requirement.Reject())))
        .hasMessageContaining("it rejects all such images");
  }

  @Test
  void aKeyThatIsTooWeakIsRefused() {
    Signer weak = Signer.ofRsa(1024);
    ofManifest.add(weak.sign(NAME, MANIFEST));

    assertRefused(NAME, weak).hasMessageContaining("too weak");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"})
  void aKeyThatIsNoneIsRefusedEvenBesideOneThatFits(String pem) {
    ofManifest.add(SIGNER.sign(NAME, MANIFEST));
    List<KeyMaterial> keys =
        List.of(SIGNER.material(), new KeyMaterial.KeyBytes(pem.getBytes(UTF_8)));

    assertThatThrownBy(() -> require(NAME, List.of(new Requirement.SigstoreSigned(keys, identity))))
        .hasMessageContaining("the key data of the policy");
  }

  @Test
  void aHeapOfSignaturesIsNotLookedThrough() {
    for (int i = 0; i < 129; i++) {
      ofManifest.add(SIGNER.sign(NAME, OTHER));
    }

    assertRefused(NAME, SIGNER).hasMessageContaining("has 129 signatures, more than 128");
  }

  @Test
  void nobodyIsAskedForSignaturesThatNobodyDemands() {
    Gatekeeper gatekeeper = new Gatekeeper(Policy.NONE, new ProcessRunner());

    gatekeeper.require(subject(NAME), new Unreachable());

    assertThat(Policy.NONE.standard()).containsExactly(new Requirement.InsecureAcceptAnything());
  }

  @Test
  void aSourceThatCannotBeAskedLetsNothingPass() {
    Requirement demand = new Requirement.SigstoreSigned(List.of(SIGNER.material()), identity);
    Policy policy = new Policy("test", List.of(demand), Map.of());

    assertThatThrownBy(
            () ->
                new Gatekeeper(policy, new ProcessRunner())
                    .require(subject(NAME), new Unreachable()))
        .asInstanceOf(type(JpodException.class))
        .extracting(JpodException::failure)
        .isEqualTo(Failure.UNREACHABLE);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      String name, Signer... signers) {
    return assertThatThrownBy(() -> require(name, signers))
        .satisfies(
            refusal -> assertThat(((JpodException) refusal).failure()).isEqualTo(Failure.REFUSED));
  }

  private void require(String name, Signer... signers) {
    List<KeyMaterial> keys = Arrays.stream(signers).map(Signer::material).toList();
    require(name, List.of(new Requirement.SigstoreSigned(keys, identity)));
  }

  private void require(String name, List<Requirement> requirements) {
    Policy policy = new Policy("test", requirements, Map.of());
    new Gatekeeper(policy, new ProcessRunner()).require(subject(name), source());
  }

  private static Subject subject(String name) {
    return Subject.inRegistry(ImageReference.of(name), List.of(MANIFEST, INDEX));
  }

  private SignatureSource source() {
    return new SignatureSource() {
      @Override
      public List<CosignSignature> cosign(Digest manifest) {
        return manifest.equals(MANIFEST) ? ofManifest : ofIndex;
      }

      @Override
      public List<byte[]> simple(Digest manifest) {
        return List.of();
      }
    };
  }

  /** A registry that does not answer. */
  private static final class Unreachable implements SignatureSource {
    @Override
    public List<CosignSignature> cosign(Digest manifest) {
      throw new JpodException(Failure.UNREACHABLE, "no answer", "");
    }

    @Override
    public List<byte[]> simple(Digest manifest) {
      throw new JpodException(Failure.UNREACHABLE, "no answer", "");
    }
  }
}
