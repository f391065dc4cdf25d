package dev.jpod.trust;

import dev.jpod.host.ProcessRunner;
import dev.jpod.model.JpodException;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those images pass that a policy allows. A signature counts for an image when it names
 * the digest of its manifest or that of an index which the manifest was reached by.
 */
public final class Gatekeeper {
  private final Policy policy;
  private final ProcessRunner processes;

  public Gatekeeper(Policy policy, ProcessRunner processes) {
    this.policy = policy;
    this.processes = processes;
  }

  /**
   * Returns when all that the policy demands of an image holds.
   *
   * @param source asked only when a signature is demanded
   * @throws JpodException of kind REFUSED that names the image, the policy, its scope and the
   *     reason; of another kind when the source cannot be asked
   */
  public void require(Subject subject, SignatureSource source) {
    Policy.Rule rule = policy.ruleFor(subject);
    Examination examination = new Examination(subject, source, processes);
    for (Requirement requirement : rule.requirements()) {
      Refusal refusal = judge(requirement, examination);
      if (refusal != null) {
        throw JpodException.refused(
            "the image '"
                + subject.name()
                + "' is refused by "
                + rule.scope()
                + " in the policy '"
                + policy.origin()
                + "': "
                + refusal.reason(),
            refusal.hint());
      }
    }
  }

  private static @Nullable Refusal judge(Requirement requirement, Examination examination) {
    return switch (requirement) {
      case Requirement.InsecureAcceptAnything _ -> null;
      case Requirement.Reject _ ->
          new Refusal(
              "it rejects all such images", "use another image, or have the policy changed");
      case Requirement.SignedBy signed -> examination.simple(signed);
      case Requirement.SigstoreSigned signed -> examination.cosign(signed);
    };
  }
}
