package dev.jpod.reconcile;

import dev.jpod.diff.Subset;
import dev.jpod.diff.Unowned;
import dev.jpod.manifest.InvalidManifest;
import dev.jpod.manifest.StackReader;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Patience;
import dev.jpod.reconcile.OpenContents.Kept;
import dev.jpod.reconcile.Past.SecretRule;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackRevision.Source;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan with everything that is needed to do exactly that, and nothing that is secret: the texts,
 * variables, digests and contents that it was made from, and what it expects of the host.
 *
 * @param made when
 * @param plan as {@link dev.jpod.plan.PlanJson} has it
 * @param runtime the OCI runtime that was meant
 * @param patience what was to be waited for
 * @param subset the pods that it is limited to, or null
 * @param unowned what becomes of things under the stack's names that no stack owns
 * @param lock the text of the lock file that was in force, or null
 * @param secrets keyed hashes of the secrets, by name
 * @param preconditions what is touched, by what and which, and a keyed hash of how it was
 */
public record SavedPlan(
    Instant made,
    ObjectNode plan,
    String runtime,
    Patience patience,
    @Nullable Subset subset,
    Unowned unowned,
    String origin,
    List<Source> sources,
    Map<String, String> variables,
    List<StackRevision.Image> images,
    @Nullable String lock,
    List<Kept> contents,
    SortedMap<String, String> secrets,
    SortedMap<String, String> preconditions) {
  public SavedPlan {
    sources = List.copyOf(sources);
    variables = new TreeMap<>(variables);
    images = List.copyOf(images);
    contents = List.copyOf(contents);
  }

  /** The name of the stack. */
  public String stack() {
    return plan.path("stack").stringValue("");
  }

  /** What was planned; nothing but secrets is read again for it. */
  public Proposal proposal() {
    Map<String, byte[]> kept = new HashMap<>();
    for (Kept content : contents) {
      kept.put(content.named().kind() + " " + content.named().name(), content.bytes());
    }
    Past past =
        new Past(
            (kind, name) -> {
              byte[] content = kept.get(kind + " " + name);
              if (content == null) {
                throw JpodException.refused(
                    "the plan does not have the content of '" + name + "'", "make the plan anew");
              }
              return content;
            },
            secrets,
            SecretRule.AS_PLANNED,
            lock,
            null);
    return new Proposal(
        read(), sources, origin, variables, RevisionProposal.images(images), past, subset, unowned);
  }

  private StackReader.Read read() {
    try {
      return RevisionProposal.read(sources, variables, "/");
    } catch (InvalidManifest e) {
      throw JpodException.refused(
          "the stack in the plan cannot be read: " + e.problems().getFirst(),
          "make the plan anew with this version of jpod");
    }
  }
}
