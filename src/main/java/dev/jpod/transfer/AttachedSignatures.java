package dev.jpod.transfer;

import dev.jpod.host.StreamDigest;
import dev.jpod.json.JsonTree;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.trust.CosignSignature;
import dev.jpod.trust.SignatureSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The signatures that cosign attaches to an image: layers of a manifest whose tag is made of the
 * digest of what they sign, as cosign's signature specification has it.
 */
record AttachedSignatures(SignatureShelf shelf) {
  /** The signatures of a manifest or an index; none when nothing is attached to it. */
  List<CosignSignature> of(Digest signed) {
    byte[] manifest = shelf.manifest(tag(signed));
    if (manifest == null) {
      return List.of();
    }
    List<CosignSignature> signatures = new ArrayList<>();
    for (JsonNode layer : layers(manifest, signed)) {
      signatures.add(
          new CosignSignature(
              payload(layer, signed),
              layer.path("annotations").path(SignatureFile.SIGNATURE).stringValue()));
    }
    return signatures;
  }

  static String tag(Digest signed) {
    return "sha256-" + signed.hex() + ".sig";
  }

  private List<JsonNode> layers(byte[] manifest, Digest signed) {
    List<JsonNode> found = new ArrayList<>();
    try {
      JsonNode json = JsonTree.read(manifest);
      if (!json.path("layers").isArray()) {
        throw damaged(signed, "there is no list of layers in its manifest", null);
      }
      for (JsonNode layer : json.path("layers")) {
        if (layer.path("mediaType").asString("").equals(SignatureFile.COSIGN_TYPE)
            && layer.path("annotations").path(SignatureFile.SIGNATURE).isString()) {
          found.add(layer);
        }
      }
    } catch (JacksonException e) {
      throw damaged(signed, "its manifest is not JSON: " + JsonTree.complaint(e), e);
    }
    if (found.size() > SignatureSource.MOST) {
      throw JpodException.refused(
          "the image '"
              + shelf.name()
              + "@"
              + signed
              + "' has "
              + found.size()
              + " signatures, more than "
              + SignatureSource.MOST,
          "remove the signatures that nobody needs");
    }
    return found;
  }

  private byte[] payload(JsonNode layer, Digest signed) {
    Digest digest;
    try {
      digest = new Digest(layer.path("digest").asString(""));
    } catch (IllegalArgumentException e) {
      throw damaged(signed, String.valueOf(e.getMessage()), e);
    }
    JsonNode size = layer.path("size");
    if (!size.isIntegralNumber()
        || size.asLong(-1) < 0
        || size.asLong(-1) > SignatureFile.LARGEST) {
      throw damaged(
          signed, "its size is no number of at most " + SignatureFile.LARGEST + " bytes", null);
    }
    byte[] payload = fetch(digest, size.asLong(), signed);
    if (payload.length != size.asLong() || !StreamDigest.hexOf(payload).equals(digest.hex())) {
      throw damaged(signed, "what arrived is not the content of the digest '" + digest + "'", null);
    }
    return payload;
  }

  private byte[] fetch(Digest digest, long size, Digest signed) {
    try {
      return shelf.blob(digest, size);
    } catch (JpodException e) {
      throw switch (e.failure()) {
        case NOT_FOUND -> damaged(signed, "the content '" + digest + "' is not there", e);
        default -> e;
      };
    }
  }

  private JpodException damaged(Digest signed, String how, @Nullable Exception cause) {
    return new JpodException(
        Failure.REFUSED,
        "a signature of the image '" + shelf.name() + "@" + signed + "' is damaged: " + how,
        "have the image signed anew",
        cause);
  }
}
