package dev.jpod.reconcile;

import dev.jpod.diff.Change;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.engine.Observer;
import dev.jpod.json.JsonText;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.PlanJson;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.StackExecution.Around;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds a run to a saved plan: before it begins, and before each of its actions. */
final class PlanCheck {
  private static final String HINT =
      "look at the difference as it is now, and make the plan anew if that is right";

  private final SavedPlan saved;
  private final Fingerprints fingerprints;

  PlanCheck(SavedPlan saved, Fingerprints fingerprints) {
    this.saved = saved;
    this.fingerprints = fingerprints;
  }

  /** Refuses a plan for a stack that had the name of the one that is here. */
  void refuseOtherStack(StackStore store) {
    String planned = saved.plan().path("lineage").stringValue("");
    StackRevision current = store.current();
    String now = current == null ? "" : current.lineage();
    if (!planned.isEmpty() && !planned.equals(now)) {
      throw JpodException.refused(
          now.isEmpty()
              ? "the plan changes a stack '" + saved.stack() + "' that is not here any more"
              : "the plan is for another stack that was called '" + saved.stack() + "'",
          "make the plan anew with 'jpod plan --out FILE'");
    }
  }

  /** What is wrong about doing the plan now; null when it is exactly what would be planned now. */
  @Nullable JpodException objection(
      Plan now, FieldOrigins origins, StackStore store, HostState host) {
    if (!text(PlanJson.of(now, origins, StackBasis.of(store))).equals(text(saved.plan()))) {
      StackRevision done = revisionOf(store.revisions());
      return done == null
          ? stale("the host is not any more as it was when the plan was made")
          : appliedAs(done, now);
    }
    return host.of(saved.preconditions().keySet()).equals(saved.preconditions())
        ? null
        : stale("something that the plan changes was changed since the plan was made");
  }

  /** The good revision that this plan has led to; null when there is none any more, or not yet. */
  private @Nullable StackRevision revisionOf(List<StackRevision> newestFirst) {
    long base = saved.plan().path("baseSerial").longValue(0);
    StackRevision found = null;
    for (StackRevision revision : newestFirst) {
      boolean isLater = revision.serial() > base && !revision.at().isBefore(saved.made());
      if (isLater
          && revision.isGood()
          && revision.sources().equals(saved.sources())
          && revision.variables().equals(saved.variables())
          && revision.images().equals(saved.images())
          && revision.secrets().equals(saved.secrets())) {
        found = revision;
      }
    }
    return found;
  }

  private static JpodException appliedAs(StackRevision done, Plan now) {
    return new JpodException(
        Failure.STALE,
        "the plan was applied already: it is r" + done.serial() + " of '" + done.stack() + "'",
        now.changesNothing()
            ? "there is nothing left to do"
            : "what is different since then is shown; make the plan anew if that is to go");
  }

  /** What of a plan decides; by what an image is held to its digest makes no difference. */
  private static String text(ObjectNode plan) {
    ObjectNode copy = plan.deepCopy();
    for (JsonNode image : copy.path("images")) {
      if (image instanceof ObjectNode object) {
        object.remove("locked");
      }
    }
    return new String(JsonText.compact(copy), StandardCharsets.UTF_8);
  }

  /** Looks at what an action touches before it is done, unless this run has touched it before. */
  Around beforeEach(Plan plan, Observer observer) {
    Map<String, Set<String>> together = together(plan);
    Set<String> own = ConcurrentHashMap.newKeySet();
    return steps ->
        step -> {
          check(step, own, observer);
          for (String subject : Subjects.of(step.action())) {
            own.add(subject);
            if (!(step.action() instanceof Action.CreateContainer)) {
              own.addAll(together.getOrDefault(subject, Set.of()));
            }
          }
          steps.run(step);
        };
  }

  private void check(Step step, Set<String> own, Observer observer) {
    List<String> subjects =
        Subjects.of(step.action()).stream().filter(subject -> !own.contains(subject)).toList();
    if (subjects.isEmpty()) {
      return;
    }
    HostState now = new HostState(observer.observe(), fingerprints);
    for (String subject : subjects) {
      if (!now.of(subject).equals(saved.preconditions().get(subject))) {
        throw stale("somebody else has changed it since the plan was made");
      }
    }
  }

  /** What changes with a container: its pod and its place; and with a pod: its containers. */
  private static Map<String, Set<String>> together(Plan plan) {
    Map<String, Set<String>> together = new HashMap<>();
    for (Change change : plan.changes().changes()) {
      String container = null;
      String pod = null;
      if (change instanceof Change.OfCurrent ofCurrent) {
        container = Subjects.container(ofCurrent.current().id());
        pod = ofCurrent.current().pod();
      } else if (change instanceof Change.Remove remove) {
        container = Subjects.container(remove.container().id());
        pod = remove.container().pod();
      }
      if (container != null) {
        put(container, Subjects.place(change.key()), together);
        if (pod != null) {
          put(container, Subjects.pod(pod), together);
          put(Subjects.pod(pod), container, together);
        }
      }
    }
    return together;
  }

  private static void put(String one, String other, Map<String, Set<String>> together) {
    together.computeIfAbsent(one, _ -> new HashSet<>()).add(other);
  }

  private static JpodException stale(String what) {
    return new JpodException(Failure.STALE, what, HINT);
  }
}
