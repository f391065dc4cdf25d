package dev.jpod.trust;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What GnuPG reports on its status stream, as its DETAILS document describes the lines. */
final class GpgStatus {
  private static final String PREFIX = "[GNUPG:] ";
  private static final int PRIMARY_KEY = 10;

  private final List<String[]> lines = new ArrayList<>();

  private GpgStatus() {}

  static GpgStatus of(String output) {
    GpgStatus status = new GpgStatus();
    for (String line : output.split("\n", -1)) {
      if (line.startsWith(PREFIX)) {
        status.lines.add(line.substring(PREFIX.length()).split(" ", -1));
      }
    }
    return status;
  }

  /** The fingerprints of the keys that were taken in. */
  List<String> imported() {
    List<String> fingerprints = new ArrayList<>();
    for (String[] line : lines) {
      if (line[0].equals("IMPORT_OK") && line.length > 2) {
        fingerprints.add(line[2]);
      }
    }
    return fingerprints;
  }

  /**
   * The fingerprint of the primary key behind a message's one good signature. Null in any other
   * case: no signature, several, a bad one, or one by a key that is unknown, expired or revoked.
   */
  @Nullable String signer() {
    String signer = null;
    int good = 0;
    for (String[] line : lines) {
      switch (line[0]) {
        case "GOODSIG" -> good++;
        case "VALIDSIG" -> {
          if (signer != null || line.length <= PRIMARY_KEY) {
            return null;
          }
          signer = line[PRIMARY_KEY];
        }
        case "BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "NODATA", "UNEXPECTED" -> {
          return null;
        }
        default -> {
          // Says nothing about the signature's worth.
        }
      }
    }
    return good == 1 ? signer : null;
  }

  /** Why there is no {@link #signer()}. */
  String complaint() {
    for (String[] line : lines) {
      switch (line[0]) {
        case "BADSIG" -> {
          return "the signature is bad";
        }
        case "EXPKEYSIG" -> {
          return "the key has expired";
        }
        case "EXPSIG" -> {
          return "the signature has expired";
        }
        case "REVKEYSIG" -> {
          return "the key was revoked";
        }
        case "NO_PUBKEY", "ERRSIG" -> {
          return "it was made by another key";
        }
        default -> {
          // Not the reason.
        }
      }
    }
    return "it is not one signed message";
  }
}
