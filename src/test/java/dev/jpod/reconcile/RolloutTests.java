package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedPod;
import dev.jpod.plan.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run tells of pods that take each other's place, on an engine in memory. */
class RolloutTests {
  private static final String SHOP =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          image: "localhost/busybox:1"
          update: {strategy: startFirst, drain: 3s}
          healthCheck: {command: ["true"]}
      """;

  @TempDir Path folder;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> failing = Collections.synchronizedSet(new HashSet<>());
  private ReconcileRig rig;

  @BeforeEach
  void importAnImage() {
    rig = new ReconcileRig(folder, this::hear);
  }

  private void hear(String call) {
    if (failing.remove(call)) {
      throw JpodException.failed(call + " does not work", "");
    }
  }

  private List<String> standingAfter(String text) {
    Outcome outcome = apply(text);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return outcome instanceof Outcome.Failed failed ? failed.standing() : List.of();
  }

  private Outcome apply(String text) {
    ApplyListener listener =
        new ApplyListener() {
          @Override
          public void leftOpen(Step step, int connections, String sentence) {
            told.add(
                step.id().replaceFirst("/[0-9a-f]{12}$", "")
                    + ": "
                    + connections
                    + ": "
                    + sentence);
          }
        };
    return rig.reconciler()
        .apply(rig.proposal("/", text), RunOptions.DEFAULT, listener, new Drain());
  }

  @Test
  void connectionsThatADrainLeavesOpenAreTold() {
    apply(SHOP);
    rig.engine.pods().leaveOpen(2);

    assertThat(apply(SHOP + "    user: nobody\n")).isInstanceOf(Outcome.Done.class);

    assertThat(told)
        .containsExactly(
            "pod/web/0/drain: 2: 2 connections to the old pod web[0] were still open after 3.0 s"
                + " and end with it; 'update.drain' gives more time");
  }

  @Test
  void aDrainThatLeavesNothingOpenIsNoNews() {
    apply(SHOP);

    assertThat(apply(SHOP + "    user: nobody\n")).isInstanceOf(Outcome.Done.class);

    assertThat(told).isEmpty();
  }

  @Test
  void aPodThatFailsAndStaysIsNamed() {
    failing.add("start web[0]");
    List<String> first = standingAfter(SHOP);
    String old = newest().shortId();
    assertThat(first).containsExactly("the pod of web[0] stays as it is: pod " + old);
    apply("onFailure: stop\n" + SHOP);
    failing.add("take over web[0]");

    List<String> left = standingAfter("onFailure: stop\n" + SHOP + "    user: nobody\n");

    assertThat(newest().shortId()).isNotEqualTo(old);
    assertThat(left)
        .containsExactly(
            "the new pod of web[0] stays beside the old one, which serves: pod "
                + newest().shortId()
                + ", until the next apply");
  }

  private ObservedPod newest() {
    return rig.engine.observe().pods().stream()
        .max(Comparator.comparingInt(ObservedPod::generation))
        .orElseThrow();
  }
}
