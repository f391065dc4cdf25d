package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.cli.Console.Colours;
import dev.jpod.cli.Failures.Detail;
import dev.jpod.cli.Surroundings.Caller;
import dev.jpod.cli.Surroundings.Terminals;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.host.TerminalSize;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Basis;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Outcome.FailedStep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveProgressTests {
  private static final String FRAME = "\u001b[?7l";
  private final JpodException reason = new JpodException(Failure.FAILED, "no", "do it");

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final Plan plan = SmallPlan.of("web", "db");

  private LiveProgress progress() {
    Console console =
        new Console(
            new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                terminal,
                Map.of(),
                Path.of("/"),
                new Terminals(false, false, true),
                "C.UTF-8",
                Caller.ROOT),
            new Output(new ByteArrayOutputStream()),
            Colours.NEVER);
    PlanView view =
        new PlanView(
            FieldOrigins.UNKNOWN,
            () -> Basis.UNKNOWN,
            console.symbols(),
            new Failures(console, Detail.SENTENCE));
    return new LiveProgress(console, view, () -> 0, () -> new TerminalSize(24, 80));
  }

  /** What stands on the terminal in the end: each redraw goes up and erases what was below. */
  private List<String> screen() {
    List<String> lines = new ArrayList<>(List.of(""));
    String text = terminal.toString(UTF_8).replace(FRAME, "").replace("\u001b[?7h", "");
    for (String line : text.replace("\u001b[999C\u001b[K", "").split("\n", -1)) {
      String rest = line;
      while (rest.startsWith("\u001b[A") || rest.startsWith("\r") || rest.startsWith("\u001b[J")) {
        if (rest.startsWith("\u001b[A")) {
          lines.removeLast();
        }
        rest = rest.substring(rest.startsWith("\r") ? 1 : 3);
      }
      lines.set(lines.size() - 1, rest);
      lines.add("");
    }
    return lines.stream().filter(line -> !line.isEmpty()).toList();
  }

  private Step step(String id) {
    return plan.steps().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void theTreeStaysInAShortFormBelowWhatWasSaid() {
    try (LiveProgress progress = progress()) {
      progress.planned(plan);
      for (Step step : plan.steps()) {
        progress.started(step);
        progress.warned("something of " + step.id());
        progress.finished(step, Duration.ZERO);
      }
    }

    assertThat(screen())
        .containsSubsequence(
            "warning: something of " + plan.steps().getLast().id(),
            "✓ network shop_default  created  0.0s",
            "✓ db[0]                 running  0.0s",
            "✓ web[0]                running  0.0s")
        .noneMatch(line -> line.startsWith("·"));
  }

  @Test
  void aRollbackBeginsATreeOfItsOwn() {
    try (LiveProgress progress = progress()) {
      progress.planned(plan);
      Step start = step("container/web/0/start");
      progress.started(start);
      progress.failed(start, reason);
      progress.skipped(step("container/db/0/start"));
      progress.rollingBack(List.of(new FailedStep(start, reason)), 7);
      progress.planned(plan);
      for (Step step : plan.steps()) {
        progress.started(step);
        progress.finished(step, Duration.ZERO);
      }
    }

    assertThat(screen())
        .containsSubsequence(
            "✗ web[0]  failed to start",
            "- left undone: network shop_default, db[0]",
            "jpod: start web[0]: no",
            "hint: do it",
            "rolling back to r7",
            "✓ web[0]                running  0.0s");
  }

  @Test
  void nothingIsDrawnOverAQuestionThatIsAskedBeforeTheFirstStep() {
    try (LiveProgress progress = progress()) {
      progress.planned(plan);
      progress.warned("somebody is asked now");
    }

    assertThat(screen()).last().isEqualTo("warning: somebody is asked now");
  }

  @Test
  void anInterruptionIsToldAboveTheTree() {
    try (LiveProgress progress = progress()) {
      progress.planned(plan);
      progress.started(plan.steps().getFirst());
      progress.interrupted(List.of(plan.steps().getFirst()));
      progress.finished(plan.steps().getFirst(), Duration.ZERO);
      plan.steps().stream().skip(1).forEach(progress::skipped);
    }

    assertThat(screen())
        .anyMatch(line -> line.startsWith("interrupted: finishing 1 running step"))
        .last()
        .asString()
        .startsWith("- left undone:");
  }
}
