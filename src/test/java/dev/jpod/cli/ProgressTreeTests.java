package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.TerminalSize;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;
import dev.jpod.plan.Action;
import dev.jpod.plan.Action.Target;
import dev.jpod.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Steps in, lines out. */
class ProgressTreeTests {
  private static final long SECOND = 1_000_000_000L;
  private static final Target MADE = new Target.Made();
  private static final TerminalSize WIDE = new TerminalSize(24, 100);

  private final List<Step> plan = new ArrayList<>();

  private static InstanceKey key(String pod, String container) {
    return new InstanceKey("shop", pod, 0, container);
  }

  private Step step(String id, Action action, String... after) {
    Step step = new Step(id, action, Set.of(after), "");
    plan.add(step);
    return step;
  }

  private Step start(String pod, String container, String... after) {
    return step(
        pod + "." + container + "/start",
        new Action.StartContainer(key(pod, container), MADE, Optional.empty()),
        after);
  }

  private static List<String> live(ProgressTree tree, TerminalSize size, double seconds) {
    return new ProgressPicture(Paint.PLAIN, Symbols.UNICODE, size)
        .live(tree, (long) (seconds * SECOND), "⠋", _ -> List.of());
  }

  private static List<String> last(ProgressTree tree) {
    return new ProgressPicture(Paint.PLAIN, Symbols.UNICODE, WIDE).last(tree, 0);
  }

  @Test
  void aRolloutGoesThroughItsWords() {
    Step start = start("web", "web");
    Step healthy =
        step(
            "healthy",
            new Action.AwaitHealthy(key("web", "web"), MADE, Duration.ofMinutes(10)),
            start.id());
    PodKey pod = new PodKey("shop", "web", 0);
    Step over = step("over", new Action.TakeOver(pod, "old"), healthy.id());
    Step drain = step("drain", new Action.DrainPod(pod, "old", Duration.ofSeconds(30)), over.id());
    Step remove = step("remove", new Action.RemovePod(pod, "old", Action.Standing.OLD), drain.id());
    ProgressTree tree = new ProgressTree(plan);
    List<String> seen = new ArrayList<>(live(tree, WIDE, 0));
    double at = 1;
    for (Step step : plan) {
      tree.started(step, (long) (at * SECOND));
      seen.addAll(live(tree, WIDE, at + 0.5));
      at += 2;
      tree.finished(step, (long) (at * SECOND));
    }
    seen.addAll(live(tree, WIDE, at));

    assertThat(remove.after()).containsExactly("drain");
    assertThat(seen)
        .containsExactly(
            "· web[0]  waiting",
            "⠋ web[0]  starting  0.5s",
            "⠋ web[0]  starting → healthy  0.5s of at most 10m",
            "⠋ web[0]  taking over  0.5s",
            "⠋ web[0]  draining the old one  at most 29.5s left",
            "⠋ web[0]  removing  0.5s",
            "✓ web[0]  healthy  10.0s");
    assertThat(last(tree)).containsExactly("✓ web[0]  healthy  10.0s");
  }

  @Test
  void whatWaitsSaysForWhat() {
    Step db = start("db", "db");
    step("db/healthy", new Action.AwaitHealthy(key("db", "db"), MADE, Duration.ZERO), db.id());
    step("cache", new Action.RemoveContainer(key("cache", "cache"), "id", Action.Standing.ALONE));
    step("all", new Action.Milestone("all"), "db/healthy", "cache");
    start("web", "web", "all");
    start("api", "api", "db/healthy");

    assertThat(live(new ProgressTree(plan), WIDE, 0))
        .containsExactly(
            "· db[0]     waiting",
            "· cache[0]  waiting",
            "· web[0]    waiting for cache[0] and 1 more",
            "· api[0]    waiting for db[0] to be healthy");
  }

  @Test
  void containersStandBelowTheirPodWhereThereAreSeveral() {
    Step one = start("web", "nginx");
    Step two = start("web", "app");
    ProgressTree tree = new ProgressTree(plan);
    tree.started(one, 0);
    tree.finished(one, SECOND);
    tree.started(two, SECOND);

    assertThat(live(tree, WIDE, 2))
        .containsExactly(
            "⠋ web[0]          1 of 2 containers done",
            "✓   web[0].nginx  running  1.0s",
            "⠋   web[0].app    starting  1.0s");
    tree.finished(two, 2 * SECOND);
    assertThat(last(tree)).containsExactly("✓ web[0]  running  2.0s");
  }

  @Test
  void afterAFailureItSaysWhatIsLeftUndone() {
    Step one = start("db", "db");
    for (String pod : List.of("a", "b", "c", "d", "e")) {
      start(pod, pod, one.id());
    }
    ProgressTree tree = new ProgressTree(plan);
    tree.started(one, 0);
    tree.failed(one, SECOND);
    plan.subList(1, plan.size()).forEach(tree::skipped);

    assertThat(last(tree))
        .containsExactly("✗ db[0]  failed to start", "- left undone: a[0], b[0], c[0] and 2 more");
    assertThat(live(tree, WIDE, 1)).contains("- a[0]   left undone");
  }

  @Test
  void onALowTerminalThoseComeFirstThatRunOrFailed() {
    for (int i = 0; i < 50; i++) {
      start("p" + i, "p" + i);
    }
    ProgressTree tree = new ProgressTree(plan);
    for (int i = 0; i < 40; i++) {
      tree.started(plan.get(i), 0);
      tree.finished(plan.get(i), 0);
    }
    tree.started(plan.get(41), 0);
    tree.started(plan.get(45), 0);
    tree.failed(plan.get(45), 0);

    assertThat(live(tree, new TerminalSize(5, 80), 0))
        .containsExactly(
            "· p40[0]  waiting",
            "⠋ p41[0]  starting  0.0s",
            "✗ p45[0]  failed to start",
            "  and 7 waiting, 40 done");
  }

  @Test
  void nothingIsWiderThanTheTerminal() {
    start("a-very-long-name-of-a-pod", "a-very-long-name-of-a-pod");
    for (int columns = 1; columns < 60; columns++) {
      TerminalSize size = new TerminalSize(10, columns);
      List<String> lines = live(new ProgressTree(plan), size, 0);

      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst()).hasSizeLessThanOrEqualTo(Math.max(12, columns));
    }
    assertThat(live(new ProgressTree(plan), new TerminalSize(10, 24), 0))
        .containsExactly("· a-very-long…  waiting");
  }

  @Test
  void withoutUtf8ThereIsOnlyAscii() {
    step("healthy", new Action.AwaitHealthy(key("web", "web"), MADE, Duration.ofSeconds(90)));
    start("a", "a", "healthy");
    ProgressTree tree = new ProgressTree(plan);
    tree.started(plan.getFirst(), 0);

    assertThat(
            new ProgressPicture(Paint.PLAIN, Symbols.ASCII, new TerminalSize(9, 40))
                .live(tree, 0, "|", _ -> List.of()))
        .containsExactly(
            "| web[0]  starting > healthy  0.0s of .", ". a[0]    waiting for web[0] to be hea.");
  }
}
