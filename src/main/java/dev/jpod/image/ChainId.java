package dev.jpod.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.jpod.model.Digest;
import java.util.ArrayList;
import java.util.List;

/** The OCI specification's name for a layer on top of certain others. */
final class ChainId {
  private ChainId() {}

  /** The chain id of each layer, lowest first. */
  static List<Digest> of(List<Digest> diffIds) {
    List<Digest> chain = new ArrayList<>(diffIds.size());
    for (Digest diffId : diffIds) {
      chain.add(
          chain.isEmpty()
              ? diffId
              : Sha256.of((chain.getLast() + " " + diffId).getBytes(US_ASCII)));
    }
    return chain;
  }
}
