package dev.jpod.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.jpod.json.JsonTree;
import dev.jpod.model.Digest;
import dev.jpod.podman.StorageImage;
import dev.jpod.trust.CosignSignature;
import dev.jpod.trust.SignatureSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The signatures that Podman keeps beside an image: simple ones as they are, those of cosign in an
 * envelope of JSON behind a mark.
 */
record StorageSignatures(StorageImage image) implements SignatureSource {
  private static final byte[] COSIGN_MARK = "\0sigstore-json\n".getBytes(US_ASCII);
  private static final String COSIGN_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  @Override
  public List<byte[]> simple(Digest manifest) {
    List<byte[]> found = new ArrayList<>();
    for (byte[] signature : image.signatures(manifest)) {
      if (signature.length > 0 && signature[0] != 0) {
        found.add(signature);
      }
    }
    return found;
  }

  @Override
  public List<CosignSignature> cosign(Digest manifest) {
    List<CosignSignature> found = new ArrayList<>();
    for (byte[] signature : image.signatures(manifest)) {
      if (isCosign(signature)) {
        add(Arrays.copyOfRange(signature, COSIGN_MARK.length, signature.length), found);
      }
    }
    return found;
  }

  private static boolean isCosign(byte[] signature) {
    int mark = COSIGN_MARK.length;
    return signature.length > mark && Arrays.equals(signature, 0, mark, COSIGN_MARK, 0, mark);
  }

  /** What cannot be read is no signature. */
  private static void add(byte[] envelope, List<CosignSignature> found) {
    try {
      JsonNode json = JsonTree.read(envelope);
      if (json.path("mimeType").asString("").equals(COSIGN_TYPE)) {
        found.add(
            new CosignSignature(
                Base64.getDecoder().decode(json.path("payload").asString("")),
                json.path("annotations").path(SIGNATURE).asString("")));
      }
    } catch (JacksonException | IllegalArgumentException e) {
      return;
    }
  }
}
