package dev.jpod.trust;

/** Why an image, or one of its signatures, does not pass. */
record Refusal(String reason, String hint) {
  static Refusal of(String reason) {
    return new Refusal(reason, "have the image signed by a key that the policy names");
  }

  static Refusal ofKeys(IllegalArgumentException problem) {
    return new Refusal(
        String.valueOf(problem.getMessage()), "correct the keys that the policy names");
  }

  static Refusal ofName(ClaimedName name) {
    String reason = "its signature is for the name '" + name + "'";
    return name.reference() == null
        ? new Refusal(
            reason + ", without a tag",
            "cosign signs names without tags: accept them for this scope by"
                + " \"signedIdentity\": {\"type\": \"matchRepository\"}")
        : new Refusal(
            reason, "have the image signed under its name, or set signedIdentity for this scope");
  }
}
