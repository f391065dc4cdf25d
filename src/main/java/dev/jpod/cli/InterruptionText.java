package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import java.util.List;

/** What a person is told at once when a signal asks a run to end. */
final class InterruptionText {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private InterruptionText() {}

  /** What a second signal is answered with; on a terminal, in place of the ^C that it echoes. */
  static String ofSecond(Console console) {
    return (console.terminals().err() ? CLEAR_LINE : "")
        + console.errPaint().paint(Style.YELLOW, "interrupted:")
        + " running steps are left as they are; the same command goes on from there";
  }

  /** The line; it counts the steps that are finished, which mere waits are not. */
  static String of(List<Step> running, Console console) {
    int finishing = 0;
    for (Step step : running) {
      if (!(step.action().isWait()
          || step.action() instanceof Action.PullImage
          || step.action() instanceof Action.Milestone)) {
        finishing++;
      }
    }
    return console.errPaint().paint(Style.YELLOW, "interrupted:")
        + switch (finishing) {
          case 0 -> " no other step is begun";
          case 1 -> " finishing 1 running step; press Ctrl-C again to leave it";
          default -> " finishing " + finishing + " running steps; press Ctrl-C again to leave them";
        };
  }
}
